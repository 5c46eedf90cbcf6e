"""Triggers with real workers that are killed: every cause starts once, and is told both ways."""

from real_world import write_orders

from tidemill.services import automation_runs


def test_each_file_starts_its_chain_once_though_workers_are_killed(world, tmp_path):
    world.start_worker()
    first = write_orders(tmp_path / "orders-1.csv", 1, 500)
    world.cli("data", "add", first, "--name", "orders", "--target", "returned")
    look = world.cli("trigger", "add", "new-data", "--dataset", "orders", "--name", "Look").json
    of = f"of=automation:{look['automation']}"
    then = world.cli("trigger", "add", "job-ended", of, "--dataset", "orders", "--name", "Then")

    def n_starts(automation):
        return len(automation_runs.of(world.workspace, automation))

    for number in (2, 3):
        file = write_orders(tmp_path / f"orders-{number}.csv", number, 500)
        world.cli("data", "add", file, "--name", "orders", "--detach")
        left = world.kill_worker()
        world.start_worker()
        world.until_idle(number)
        world.until(lambda n=number: n_starts(then.json["automation"]) == n - 1, "the chain's end")
        assert n_starts(look["automation"]) == number - 1
        world.until(lambda left=left: not [p for p in left if p.is_running()], "children to end")
    told = [link["name"] for link in world.cli("why", "file:3").json["set_off"]]
    assert [name for name in told if name in ("Look", "Then")] == ["Look", "Then"]
    run = automation_runs.of(world.workspace, then.json["automation"])[0].run
    because = world.cli("why", f"run:{run.id}").json["because"]
    assert [link["kind"] for link in because] == ["automation_run", "file", "person"]
    assert because[1]["name"] == "orders-3.csv"
    assert world.complaints() == []
