"""Names for runs that a person can say aloud."""

_FIRST = (
    "amber brisk calm clear coastal crisp dapper deft dusky eager early fair faint fleet gentle "
    "glad golden grand hardy hazy hushed ivory jolly keen kind late lively lucid mellow merry "
    "misty nimble noble olive pale patient placid plain proud quick quiet rapid ready rosy rustic "
    "salty sandy silent silver sleek smooth snug solar spry steady still sunny swift tame tidal "
    "tidy vivid warm wise witty young"
).split()
_SECOND = (
    "avocet bass bream bunting carp cod coot crab crake crane curlew dace dipper dunlin eel egret "
    "finch gannet goby grebe grouse gull hake heron ibis kestrel lark limpet linnet loach marlin "
    "merlin mink mullet murre newt osprey otter perch petrel pike pipit plaice plover puffin quail "
    "rail ray roach robin rook ruff salmon seal shad shrew skate skua smelt snipe sole sprat stilt "
    "stork swan swift teal tench tern trout turbot vole wagtail whelk wren"
).split()


def run_name(run_id: str, number: int) -> str:
    """Return a name such as `calm-crane-41`, the same for the same id and number."""
    digits = int(run_id[-8:], 16)
    first = _FIRST[digits % len(_FIRST)]
    second = _SECOND[(digits // len(_FIRST)) % len(_SECOND)]
    return f"{first}-{second}-{number}"
