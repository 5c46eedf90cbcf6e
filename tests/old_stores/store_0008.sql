BEGIN TRANSACTION;
CREATE TABLE activity (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	note TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	is_routine BOOLEAN NOT NULL, 
	seal VARCHAR(32) NOT NULL
);
INSERT INTO "activity" VALUES(1,'2026-01-01T00:00:00.000000Z','ada','person','people/ben','added Ben Meyer, member','','{}',0,'4b7e2c2f2f26372cb0c41e71e764752a');
INSERT INTO "activity" VALUES(2,'2026-01-01T00:00:00.000000Z','ada','data','data/shop/1','added shop-1.csv to shop as v1','','{"rows":8,"failed checks":[]}',0,'42134bd726303f0e360b55eb38bde152');
INSERT INTO "activity" VALUES(3,'2026-01-01T00:00:00.000000Z','ada','data','data/shop/2','added shop-2.csv to shop as v2','','{"rows":8,"failed checks":[]}',0,'4cc84eec2f9cc00d18e7f9c90aff3a5e');
INSERT INTO "activity" VALUES(4,'2026-01-02T00:00:00.000000Z','ada','model','models/buyers/1','registered buyers v1','1 of 1 gates passed','{"run":"run-1","stage":"candidate","gates":"1 of 1 gates passed","champion":false}',0,'bf54c03be7aeaa90aa9767239afa7b81');
INSERT INTO "activity" VALUES(5,'2026-01-02T00:00:00.000000Z','ada','promotion','models/buyers/1','promoted buyers v1','number 1','{"before":{"champion":null},"after":{"champion":"v1"},"gates":"1 of 1 passed","cause":"","decision":2}',0,'6a9a5e61ab28c5a4247eaafd228b4db3');
INSERT INTO "activity" VALUES(6,'2026-01-03T00:00:00.000000Z','ada','model','models/buyers/2','registered buyers v2','1 of 1 gates passed','{"run":"run-2","stage":"candidate","gates":"1 of 1 gates passed","champion":true}',0,'2c0702d7b07244c28bc2f2a9850fa139');
INSERT INTO "activity" VALUES(7,'2026-01-03T00:00:00.000000Z','ada','promotion','models/buyers/2','promoted buyers v2','number 2','{"before":{"champion":"v1"},"after":{"champion":"v2"},"gates":"1 of 1 passed","cause":"","decision":4}',0,'2351ebaedd8f96ce83e1280549134eb2');
INSERT INTO "activity" VALUES(8,'2026-01-03T00:00:00.000000Z','ada','rollback','models/buyers/1','rolled back buyers from v2 to v1','It fell','{"before":{"champion":"v2"},"after":{"champion":"v1"},"gates":"1 of 1 passed","cause":"","decision":5}',0,'120e64418e54bfa5c03698a086a0680a');
INSERT INTO "activity" VALUES(9,'2026-01-03T00:00:00.000000Z','ada','alias','models/buyers/2','labelled buyers v2 night','','{"before":{"night":null},"after":{"night":"v2"},"undo":{"alias":"night","model":"buyers","from":null,"to":2}}',0,'9f761366bd21f18bde2af2c605883193');
INSERT INTO "activity" VALUES(10,'2026-01-03T00:00:00.000000Z','ada','comment','models/buyers/2','commented on buyers v2','@ben please look','{"mentions":["ben"],"undo":{"comment":1,"subject":"models/buyers/2","is_removed":false}}',0,'a24ce6ff979df40f889b1d5563fb4a4e');
INSERT INTO "activity" VALUES(11,'2026-01-03T00:00:00.000000Z','ada','four-eyes','models/buyers','asked two people for promotions of buyers','','{"before":{"four eyes":false},"after":{"four eyes":true},"undo":{"four_eyes":true,"model":"buyers"}}',0,'65a1812407fad02dea3f9129692382b3');
INSERT INTO "activity" VALUES(12,'2026-01-03T00:00:00.000000Z','ada','runs','runs/00000000000000000000000000000002','tagged run-2 good','','{"undo":{"field":"tag:good","to":"yes","from":[[null,"2"]]}}',0,'31ac86740954622fcdefe519d0ad45fd');
INSERT INTO "activity" VALUES(13,'2026-01-03T00:00:00.000000Z','ada','automation','automations/1','made the automation shop, inbox','','{"name":"shop, inbox","dataset":"shop","model":"buyers","mode":"propose","triggers":[{"id":"files","kind":"new-data","settings":{"dataset":"shop","watch":1,"n_files":1}}],"steps":[{"kind":"check","settings":{}},{"kind":"retrain","settings":{}},{"kind":"validate","settings":{}},{"kind":"decide","settings":{}}],"limits":{"at_most_every_s":null,"quiet":null,"zone":"","mains_only":false,"minutes_a_month":null},"guards":{"watch_days":7.0,"rollback_on":[{"watched":"performance","limit":null,"least_rows":30,"figure":"value"},{"watched":"error_rate","limit":null,"least_rows":30,"figure":"value"},{"watched":"value","limit":null,"least_rows":30,"figure":"value"}],"days_between_changes":1.0}}',0,'6d431d8a4032e53216b5a7db7793dfbd');
CREATE TABLE agreement (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version_id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	note TEXT NOT NULL, 
	ended_at VARCHAR(27), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0008');
CREATE TABLE alert (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	chunk_id INTEGER, 
	rule VARCHAR(64) NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	message TEXT NOT NULL, 
	columns TEXT NOT NULL, 
	value FLOAT, 
	"limit" FLOAT, 
	data_at VARCHAR(27), 
	opened_at VARCHAR(27) NOT NULL, 
	closed_at VARCHAR(27), 
	closed_by VARCHAR(128), 
	reason TEXT NOT NULL, kind VARCHAR(16), evidence TEXT, cost TEXT, impact TEXT, 
	PRIMARY KEY (id), 
	FOREIGN KEY(chunk_id) REFERENCES chunk (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
INSERT INTO "alert" VALUES(1,1,1,1,'drift','warning','x moved away.','["x"]',0.4,NULL,'2024-02-08T00:00:00.000000Z','2026-01-03T00:00:00.000000Z',NULL,NULL,'',NULL,NULL,NULL,NULL);
CREATE TABLE alert_rule (
	id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	model_id INTEGER, 
	settings TEXT NOT NULL, 
	is_on BOOLEAN DEFAULT true NOT NULL, 
	removed BOOLEAN DEFAULT false NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
CREATE TABLE answer_log (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	deployment_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	first_at VARCHAR(27) NOT NULL, 
	last_at VARCHAR(27) NOT NULL, 
	n_requests INTEGER NOT NULL, 
	n_rows INTEGER NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	blob VARCHAR(32) NOT NULL, looked_at VARCHAR(27), 
	FOREIGN KEY(deployment_id) REFERENCES deployment (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
CREATE TABLE artifact (
	run_pk INTEGER NOT NULL, 
	path VARCHAR(512) NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	PRIMARY KEY (run_pk, path), 
	FOREIGN KEY(run_pk) REFERENCES run (pk)
);
INSERT INTO "artifact" VALUES(1,'model.zip','88d639174d9bcf0e16126b40b7b89c86',8);
INSERT INTO "artifact" VALUES(2,'model.zip','88d639174d9bcf0e16126b40b7b89c86',8);
CREATE TABLE automation (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	dataset VARCHAR(255), 
	model VARCHAR(255), 
	mode VARCHAR(16) NOT NULL, 
	triggers TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	limits TEXT NOT NULL, 
	guards TEXT NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	removed BOOLEAN NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	created_by VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "automation" VALUES(1,'shop, inbox','shop','buyers','propose','[{"id":"files","kind":"new-data","settings":{"dataset":"shop","watch":1,"n_files":1}}]','[{"kind":"check","settings":{}},{"kind":"retrain","settings":{}},{"kind":"validate","settings":{}},{"kind":"decide","settings":{}}]','{"at_most_every_s":null,"quiet":null,"zone":"","mains_only":false,"minutes_a_month":null}','{"watch_days":7.0,"rollback_on":[{"watched":"performance","limit":null,"least_rows":30,"figure":"value"},{"watched":"error_rate","limit":null,"least_rows":30,"figure":"value"},{"watched":"value","limit":null,"least_rows":30,"figure":"value"}],"days_between_changes":1.0}',1,0,'2026-01-03T00:00:00.000000Z','ada');
CREATE TABLE automation_run (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	automation_id INTEGER NOT NULL, 
	"trigger" VARCHAR(32) NOT NULL, 
	cause TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	outcome TEXT NOT NULL, 
	made TEXT NOT NULL, 
	seconds FLOAT NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	FOREIGN KEY(automation_id) REFERENCES automation (id)
);
CREATE TABLE automation_step (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	run_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	title TEXT NOT NULL, 
	settings TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	inputs TEXT NOT NULL, 
	made TEXT NOT NULL, 
	job_id INTEGER, 
	started_at VARCHAR(27), 
	ended_at VARCHAR(27), 
	FOREIGN KEY(run_id) REFERENCES automation_run (id), 
	FOREIGN KEY(job_id) REFERENCES job (id)
);
CREATE TABLE batch_file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	deployment_id INTEGER NOT NULL, 
	path TEXT NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	content VARCHAR(32), 
	state VARCHAR(16) NOT NULL, 
	outcome TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	errors TEXT NOT NULL, 
	work VARCHAR(64) NOT NULL, 
	rows INTEGER, 
	n_errors INTEGER NOT NULL, 
	version_id INTEGER, 
	job_id INTEGER, 
	opened INTEGER NOT NULL, 
	read TEXT NOT NULL, 
	seen_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	FOREIGN KEY(deployment_id) REFERENCES deployment (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
CREATE TABLE channel (
	id INTEGER NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	address TEXT NOT NULL, 
	least VARCHAR(16) NOT NULL, 
	for_whom VARCHAR(128) NOT NULL, 
	quiet TEXT NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	is_on BOOLEAN DEFAULT true NOT NULL, 
	computer VARCHAR(255) NOT NULL, 
	since INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	removed BOOLEAN DEFAULT false NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, kinds TEXT, 
	PRIMARY KEY (id)
);
CREATE TABLE chunk (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	dataset_version_id INTEGER, 
	span VARCHAR(64) NOT NULL, 
	starts_at VARCHAR(27), 
	ends_at VARCHAR(27), 
	n_rows BIGINT NOT NULL, 
	measures TEXT NOT NULL, 
	prediction_psi FLOAT, 
	created_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	news BIGINT DEFAULT 0 NOT NULL, 
	reference TEXT DEFAULT '{}' NOT NULL, 
	coverage FLOAT, 
	estimates TEXT DEFAULT '{}' NOT NULL, 
	worth TEXT, 
	finding TEXT, 
	figures BLOB, 
	report TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (model_id, span), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id), 
	FOREIGN KEY(dataset_version_id) REFERENCES dataset_version (id)
);
INSERT INTO "chunk" VALUES(1,1,1,2,'version:2','2024-02-01T00:00:00.000000Z','2024-02-08T00:00:00.000000Z',8,'{}',NULL,'2026-01-03T00:00:00.000000Z','2026-01-03T00:00:00.000000Z',1,'{}',NULL,'{}',NULL,NULL,X'020000020000005B5D7B22746F676574686572223A207B7D2C202263616E646964617465223A205B6E756C6C2C206E756C6C5D7D','{"columns":[],"drifted_columns":0}');
CREATE TABLE chunk_answers (
	chunk_id INTEGER NOT NULL, 
	deployment_id INTEGER NOT NULL, 
	n_rows BIGINT NOT NULL, 
	n_seen BIGINT NOT NULL, 
	counts_blob VARCHAR(32), 
	came_at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (chunk_id, deployment_id), 
	FOREIGN KEY(chunk_id) REFERENCES chunk (id), 
	FOREIGN KEY(deployment_id) REFERENCES deployment (id)
);
CREATE TABLE chunk_part (
	chunk_id INTEGER NOT NULL, 
	dataset_version_id INTEGER NOT NULL, 
	n_rows BIGINT NOT NULL, 
	counts_blob VARCHAR(32), 
	came_at VARCHAR(27), 
	PRIMARY KEY (chunk_id, dataset_version_id), 
	FOREIGN KEY(chunk_id) REFERENCES chunk (id), 
	FOREIGN KEY(dataset_version_id) REFERENCES dataset_version (id)
);
CREATE TABLE chunk_points (
	model_id INTEGER NOT NULL, 
	month INTEGER NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (model_id, month), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
INSERT INTO "chunk_points" VALUES(1,24312,X'01000000000000000060197ED310060000000000000000000000000000000000000000000000F87F000000000000F87F000000000000F87F000000000000F87F000000000000F87F000000000000F87F000000000000F87F000000000000F87F');
CREATE TABLE comment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	subject VARCHAR(400) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	text TEXT NOT NULL, 
	mentions TEXT NOT NULL, 
	removed_at VARCHAR(27)
);
INSERT INTO "comment" VALUES(1,'models/buyers/2','2026-01-03T00:00:00.000000Z','ada','@ben please look','["ben"]',NULL);
CREATE TABLE console (
	run_pk INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (run_pk, number), 
	FOREIGN KEY(run_pk) REFERENCES run (pk)
);
CREATE TABLE dataset (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	series VARCHAR(16) NOT NULL, 
	schema TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	created_by VARCHAR(128) NOT NULL, about TEXT DEFAULT '' NOT NULL, deleted_at VARCHAR(27), 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "dataset" VALUES(1,'shop','default','append','[{"name":"day","kind":"datetime","role":"time","whole":false,"note":"","reading":"","personal":false},{"name":"x","kind":"numeric","role":"feature","whole":true,"note":"","reading":"","personal":false},{"name":"bought","kind":"boolean","role":"target","whole":false,"note":"Written as yes and no.","reading":"","personal":false}]','2026-01-01T00:00:00.000000Z','ada','',NULL);
CREATE TABLE dataset_version (
	id INTEGER NOT NULL, 
	dataset_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	rows BIGINT NOT NULL, 
	added_rows BIGINT NOT NULL, 
	content_hash VARCHAR(32) NOT NULL, 
	own_hash VARCHAR(32) NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	schema TEXT NOT NULL, 
	profile TEXT NOT NULL, 
	source TEXT NOT NULL, 
	source_blob VARCHAR(32), 
	file_id INTEGER, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	checks TEXT NOT NULL, 
	starts_at VARCHAR(27), 
	ends_at VARCHAR(27), is_chunked BOOLEAN DEFAULT false NOT NULL, is_base BOOLEAN DEFAULT false NOT NULL, raw_blob VARCHAR(32), steps TEXT DEFAULT '[]' NOT NULL, origin TEXT DEFAULT '{}' NOT NULL, summary_blob VARCHAR(32), deleted_at VARCHAR(27), 
	PRIMARY KEY (id), 
	FOREIGN KEY(dataset_id) REFERENCES dataset (id), 
	UNIQUE (dataset_id, number)
);
INSERT INTO "dataset_version" VALUES(1,1,1,8,8,'8836c56d43ecb26906756c4d12df2826','8836c56d43ecb26906756c4d12df2826','e0f7ace0258791d8b0e912c4148a120d',1362,'[{"name":"day","kind":"datetime","role":"time","whole":false,"note":"","reading":"","personal":false},{"name":"x","kind":"numeric","role":"feature","whole":true,"note":"","reading":"","personal":false},{"name":"bought","kind":"boolean","role":"target","whole":false,"note":"Written as yes and no.","reading":"","personal":false}]','{"profile":{"rows":8,"columns":[{"name":"day","whole":false,"missing":0.0,"present":8,"distinct":8,"minimum":"2024-01-01","median":"2024-01-04 12:00:00","maximum":"2024-01-08","mean":null,"sd":2.29128784747792,"zeros":null,"outliers":0,"target_link":null,"note":"","is_about":false,"kind":"datetime","role":"time","quartiles":null,"quantiles":null,"edges":[1704067200.0,1704094690.909091,1704122181.8181818,1704149672.7272727,1704177163.6363635,1704204654.5454545,1704232145.4545455,1704259636.3636365,1704287127.2727273,1704314618.181818,1704342109.090909,1704369600.0,1704397090.909091,1704424581.818182,1704452072.7272727,1704479563.6363635,1704507054.5454545,1704534545.4545455,1704562036.3636365,1704589527.2727273,1704617018.181818,1704644509.0909092,1704672000.0],"counts":[1,0,0,1,0,0,1,0,0,1,0,0,1,0,0,1,0,0,1,0,0,1],"top":[],"levels":null},{"name":"x","whole":true,"missing":0.0,"present":8,"distinct":8,"minimum":1,"median":4.5,"maximum":8,"mean":4.5,"sd":2.29128784747792,"zeros":0.0,"outliers":0,"target_link":null,"note":"","is_about":false,"kind":"numeric","role":"feature","quartiles":[2.75,6.25],"quantiles":[1.0,1.35,2.75,4.5,6.25,7.6499999999999995,8.0],"edges":[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0],"counts":[1,1,1,1,1,1,1,1],"top":[],"levels":null},{"name":"bought","whole":false,"missing":0.0,"present":8,"distinct":2,"minimum":null,"median":"true","maximum":null,"mean":null,"sd":null,"zeros":null,"outliers":null,"target_link":null,"note":"Written as yes and no.","is_about":false,"kind":"boolean","role":"target","quartiles":null,"quantiles":null,"edges":[],"counts":[],"top":[["true",6],["false",2]],"levels":["false","true"]}],"duplicate_rows":0,"missing_cells":0.0},"facts":{"n_rows":8,"columns":{"day":{"n_missing":0,"n_distinct":8,"top":[["2024-01-01T00:00:00.000000",1],["2024-01-02T00:00:00.000000",1],["2024-01-03T00:00:00.000000",1],["2024-01-04T00:00:00.000000",1],["2024-01-05T00:00:00.000000",1],["2024-01-06T00:00:00.000000",1],["2024-01-07T00:00:00.000000",1],["2024-01-08T00:00:00.000000",1]]},"x":{"n_missing":0,"n_distinct":8,"top":[["1",1],["2",1],["3",1],["4",1],["5",1],["6",1],["7",1],["8",1]]},"bought":{"n_missing":0,"n_distinct":2,"top":[["true",6],["false",2]]}}},"own":{"rows":8,"columns":{"day":{"kind":"datetime","n":8,"distinct":8,"low":1704067200000000.0,"high":1704672000000000.0,"quantiles":[1704097440000000.0,1704218400000000.0,1704369600000000.0,1704520800000000.0,1704641760000000.0],"mean":1704369600000000.0,"sd":197967270022.0923,"is_rising":true},"x":{"kind":"numeric","n":8,"distinct":8,"low":1.0,"high":8.0,"quantiles":[1.35,2.75,4.5,6.25,7.6499999999999995],"mean":4.5,"sd":2.29128784747792,"negative":0.0,"zeros":0.0,"is_whole":true},"bought":{"kind":"boolean","n":8,"distinct":2,"shares":[["true",0.75],["false",0.25]]}},"duplicates":0,"links":{},"values":{"duplicate_rows":0.0,"finite_values":0.0,"fresh_data":724.0,"missing_share":0.0,"personal_data":0.0,"row_count":8,"target_present":0.0,"text_damage":0.0,"time_of_day":0.0,"unique_key":0.0,"usual_values":0.0},"at":"2026-01-01T00:00:00.000000Z"}}','/data/shop-1.csv','e06ff6e3808bfd1cbe74cb0ca0258ffe',1,'2026-01-01T00:00:00.000000Z','ada','[{"check":"columns_present","version":1,"name":"Columns are present","passed":true,"message":"The file has 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Every column of the dataset is in the file; columns left out may be missing.","column":"","value":null,"limit":null,"offenders":[]},{"check":"duplicate_rows","version":1,"name":"Rows differ","passed":true,"message":"No row repeats an earlier one.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows repeat an earlier row of the file in every column.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"finite_values","version":1,"name":"Numbers are finite","passed":true,"message":"All numbers are finite.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No number is infinite; such values come from divisions by zero.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"fresh_data","version":1,"name":"Data is fresh","passed":true,"message":"The newest time of `day` is 2024-01-08.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"A file goes on where earlier ones ended, and no time lies in the future.","column":"","value":724.0,"limit":null,"offenders":[]},{"check":"label_leakage","version":1,"name":"No column gives the target away","passed":true,"message":"No feature tells the target by itself.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No feature alone tells the target almost perfectly, unless it always did.","column":"","value":null,"limit":0.97,"offenders":[]},{"check":"missing_share","version":2,"name":"Missing values","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"No column lacks far more values than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"new_categories","version":1,"name":"Categories are known","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Every category was there in an earlier file; columns in which rare ones keep coming may have some more.","column":"","value":null,"limit":null,"offenders":[]},{"check":"personal_data","version":1,"name":"Personal data is marked","passed":true,"message":"No unmarked column looks personal.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No column that was never so looks like mail addresses, phone, card, account or national numbers without being marked personal.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"repeated_rows","version":1,"name":"Rows are new","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows of a file are in earlier files already; what a model learned from would otherwise come back to judge it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"row_count","version":2,"name":"Number of rows","passed":true,"message":"The file has 8 rows.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"A file has at least 20% of the usual number of rows.","column":"","value":8,"limit":null,"offenders":[]},{"check":"rows_readable","version":1,"name":"Rows are readable","passed":true,"message":"All 8 rows could be read.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Rows with too few or too many values, open quotes or null bytes are few; the file does not end inside a row.","column":"","value":null,"limit":null,"offenders":[]},{"check":"target_present","version":2,"name":"Target is present","passed":true,"message":"The target `bought` has a value in every row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"The target has values, not only one, and lacks no more than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"text_damage","version":1,"name":"Texts are whole","passed":true,"message":"No text looks damaged.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No text holds what a wrong encoding leaves, such as MÃ¼nchen for München.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"time_of_day","version":1,"name":"Hours of the day","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Times fall on the hours of the day they fell on in earlier files; a time zone that changed shows here.","column":"","value":0.0,"limit":1.0,"offenders":[]},{"check":"time_order","version":1,"name":"Times are in order","passed":true,"message":"Earlier files are in no order of time.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Rows stand in the order of the time column, if they did in every earlier file.","column":"","value":null,"limit":null,"offenders":[]},{"check":"types_match","version":1,"name":"Types match","passed":true,"message":"All values fit the kinds of their 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"The values of every column are of the kind the dataset has for it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"unique_key","version":1,"name":"Keys are unique","passed":true,"message":"Every key names one row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Identifiers that never repeated or lacked a value in a file still don''t.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"usual_values","version":1,"name":"Values are as usual","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Middle, spread, sign, extremes and frequent values of each column are like those of earlier files.","column":"","value":0.0,"limit":1.0,"offenders":[]}]','2024-01-01T00:00:00.000000Z','2024-01-08T00:00:00.000000Z',1,0,NULL,'[]','{"kind":"file","file":"shop-1.csv","read":{"format":"csv","n_bytes":147,"encoding":"utf-8","delimiter":",","decimal":".","compression":"","row_word":"line","n_bad_rows":0,"cut":"","quote":"","grouping":"","has_names":true,"n_skipped":0,"part":"","parts":[],"is_aside_asked":false},"original":"kept"}',NULL,NULL);
INSERT INTO "dataset_version" VALUES(2,1,2,16,8,'4e46a52d5b9f5b215ed6520524204200','1d7ca22be1c21159a94878c47781ac9e','c5b02e550ff7349866001247f0456f25',1360,'[{"name":"day","kind":"datetime","role":"time","whole":false,"note":"","reading":"","personal":false},{"name":"x","kind":"numeric","role":"feature","whole":true,"note":"","reading":"","personal":false},{"name":"bought","kind":"boolean","role":"target","whole":false,"note":"Written as yes and no.","reading":"","personal":false}]','{"profile":{"rows":16,"columns":[{"name":"day","whole":false,"missing":0.0,"present":16,"distinct":16,"minimum":"2024-01-01","median":"2024-01-20","maximum":"2024-02-08","mean":null,"sd":15.668439615992398,"zeros":null,"outliers":0,"target_link":0.0,"note":"","is_about":false,"kind":"datetime","role":"time","quartiles":null,"quantiles":null,"edges":[1704067200.0,1704216436.3636363,1704365672.7272727,1704514909.090909,1704664145.4545455,1704813381.818182,1704962618.181818,1705111854.5454545,1705261090.909091,1705410327.2727273,1705559563.6363635,1705708800.0,1705858036.3636365,1706007272.7272727,1706156509.090909,1706305745.4545455,1706454981.8181818,1706604218.1818182,1706753454.5454547,1706902690.909091,1707051927.2727275,1707201163.6363637,1707350400.0],"counts":[2,2,2,1,1,0,0,0,0,0,0,0,0,0,0,0,0,1,1,2,2,2],"top":[],"levels":null},{"name":"x","whole":true,"missing":0.0,"present":16,"distinct":12,"minimum":1,"median":6.0,"maximum":16,"mean":6.75,"sd":4.264680527307995,"zeros":0.0,"outliers":0,"target_link":0.03140371465106639,"note":"","is_about":false,"kind":"numeric","role":"feature","quartiles":[3.75,8.5],"quantiles":[1.0,1.75,3.75,6.0,8.5,14.5,16.0],"edges":[1.0,2.0,3.0,4.0,5.0,6.0,7.0,8.0,9.0,10.0,11.0,12.0,13.0,14.0,15.0,16.0,17.0],"counts":[1,2,1,2,1,2,1,2,0,1,0,1,0,1,0,1],"top":[],"levels":null},{"name":"bought","whole":false,"missing":0.0,"present":16,"distinct":2,"minimum":null,"median":"true","maximum":null,"mean":null,"sd":null,"zeros":null,"outliers":null,"target_link":null,"note":"Written as yes and no.","is_about":false,"kind":"boolean","role":"target","quartiles":null,"quantiles":null,"edges":[],"counts":[],"top":[["true",12],["false",4]],"levels":["false","true"]}],"duplicate_rows":0,"missing_cells":0.0},"facts":{"n_rows":16,"columns":{"day":{"n_missing":0,"n_distinct":16,"top":[["2024-01-01T00:00:00.000000",1],["2024-01-02T00:00:00.000000",1],["2024-01-03T00:00:00.000000",1],["2024-01-04T00:00:00.000000",1],["2024-01-05T00:00:00.000000",1],["2024-01-06T00:00:00.000000",1],["2024-01-07T00:00:00.000000",1],["2024-01-08T00:00:00.000000",1],["2024-02-01T00:00:00.000000",1],["2024-02-02T00:00:00.000000",1],["2024-02-03T00:00:00.000000",1],["2024-02-04T00:00:00.000000",1],["2024-02-05T00:00:00.000000",1],["2024-02-06T00:00:00.000000",1],["2024-02-07T00:00:00.000000",1],["2024-02-08T00:00:00.000000",1]]},"x":{"n_missing":0,"n_distinct":12,"top":[["2",2],["4",2],["6",2],["8",2],["1",1],["3",1],["5",1],["7",1],["10",1],["12",1],["14",1],["16",1]]},"bought":{"n_missing":0,"n_distinct":2,"top":[["true",12],["false",4]]}}},"own":{"rows":8,"columns":{"day":{"kind":"datetime","n":8,"distinct":8,"low":1706745600000000.0,"high":1707350400000000.0,"quantiles":[1706775840000000.0,1706896800000000.0,1707048000000000.0,1707199200000000.0,1707320160000000.0],"mean":1707048000000000.0,"sd":197967270022.0923,"is_rising":true},"x":{"kind":"numeric","n":8,"distinct":8,"low":2.0,"high":16.0,"quantiles":[2.7,5.5,9.0,12.5,15.299999999999999],"mean":9.0,"sd":4.58257569495584,"negative":0.0,"zeros":0.0,"is_whole":true},"bought":{"kind":"boolean","n":8,"distinct":2,"shares":[["true",0.75],["false",0.25]]}},"duplicates":0,"links":{},"values":{"duplicate_rows":0.0,"finite_values":0.0,"fresh_data":693.0,"missing_share":0.0,"new_categories":0.0,"personal_data":0.0,"repeated_rows":0.0,"row_count":8,"target_present":0.0,"text_damage":0.0,"time_of_day":0.0,"time_order":0.0,"unique_key":0.0,"usual_values":0.0},"at":"2026-01-01T00:00:00.000000Z"}}','/data/shop-2.csv','29663ab283519b159626600f8968caa8',2,'2026-01-01T00:00:00.000000Z','ada','[{"check":"columns_present","version":1,"name":"Columns are present","passed":true,"message":"The file has 3 of 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Every column of the dataset is in the file; columns left out may be missing.","column":"","value":null,"limit":null,"offenders":[]},{"check":"duplicate_rows","version":1,"name":"Rows differ","passed":true,"message":"No row repeats an earlier one.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows repeat an earlier row of the file in every column.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"finite_values","version":1,"name":"Numbers are finite","passed":true,"message":"All numbers are finite.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No number is infinite; such values come from divisions by zero.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"fresh_data","version":1,"name":"Data is fresh","passed":true,"message":"The newest time of `day` is 2024-02-08.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"A file goes on where earlier ones ended, and no time lies in the future.","column":"","value":693.0,"limit":null,"offenders":[]},{"check":"label_leakage","version":1,"name":"No column gives the target away","passed":true,"message":"No feature tells the target by itself.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No feature alone tells the target almost perfectly, unless it always did.","column":"","value":null,"limit":0.97,"offenders":[]},{"check":"missing_share","version":2,"name":"Missing values","passed":true,"message":"No column lacks many more values than before.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"No column lacks far more values than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"new_categories","version":1,"name":"Categories are known","passed":true,"message":"No category is new.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Every category was there in an earlier file; columns in which rare ones keep coming may have some more.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"personal_data","version":1,"name":"Personal data is marked","passed":true,"message":"No unmarked column looks personal.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No column that was never so looks like mail addresses, phone, card, account or national numbers without being marked personal.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"repeated_rows","version":1,"name":"Rows are new","passed":true,"message":"No row is in an earlier file.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows of a file are in earlier files already; what a model learned from would otherwise come back to judge it.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"row_count","version":2,"name":"Number of rows","passed":true,"message":"The file has 8 rows.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"A file has at least 20% of the usual number of rows.","column":"","value":8,"limit":null,"offenders":[]},{"check":"rows_readable","version":1,"name":"Rows are readable","passed":true,"message":"All 8 rows could be read.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Rows with too few or too many values, open quotes or null bytes are few; the file does not end inside a row.","column":"","value":null,"limit":null,"offenders":[]},{"check":"target_present","version":2,"name":"Target is present","passed":true,"message":"The target `bought` has a value in every row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"The target has values, not only one, and lacks no more than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"text_damage","version":1,"name":"Texts are whole","passed":true,"message":"No text looks damaged.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No text holds what a wrong encoding leaves, such as MÃ¼nchen for München.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"time_of_day","version":1,"name":"Hours of the day","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Times fall on the hours of the day they fell on in earlier files; a time zone that changed shows here.","column":"","value":0.0,"limit":1.0,"offenders":[]},{"check":"time_order","version":1,"name":"Times are in order","passed":true,"message":"`day` never falls from row to row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Rows stand in the order of the time column, if they did in every earlier file.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"types_match","version":1,"name":"Types match","passed":true,"message":"All values fit the kinds of their 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"The values of every column are of the kind the dataset has for it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"unique_key","version":1,"name":"Keys are unique","passed":true,"message":"Every key names one row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Identifiers that never repeated or lacked a value in a file still don''t.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"usual_values","version":1,"name":"Values are as usual","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Middle, spread, sign, extremes and frequent values of each column are like those of earlier files.","column":"","value":0.0,"limit":1.0,"offenders":[]}]','2024-02-01T00:00:00.000000Z','2024-02-08T00:00:00.000000Z',1,0,NULL,'[]','{"kind":"file","file":"shop-2.csv","read":{"format":"csv","n_bytes":151,"encoding":"utf-8","delimiter":",","decimal":".","compression":"","row_word":"line","n_bad_rows":0,"cut":"","quote":"","grouping":"","has_names":true,"n_skipped":0,"part":"","parts":[],"is_aside_asked":false},"original":"kept"}','8032f50e421bdb66cb56a07d509abdf6',NULL);
CREATE TABLE decision (
	id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	model_id INTEGER NOT NULL, 
	version_id INTEGER, 
	previous_id INTEGER, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	note TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	undone_by INTEGER, 
	PRIMARY KEY (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(previous_id) REFERENCES model_version (id), 
	FOREIGN KEY(undone_by) REFERENCES decision (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
INSERT INTO "decision" VALUES(1,'registered',1,1,NULL,'2026-01-02T00:00:00.000000Z','ada','','{}',NULL);
INSERT INTO "decision" VALUES(2,'promoted',1,1,NULL,'2026-01-02T00:00:00.000000Z','ada','number 1','{"1":"candidate"}',NULL);
INSERT INTO "decision" VALUES(3,'registered',1,2,NULL,'2026-01-03T00:00:00.000000Z','ada','','{}',NULL);
INSERT INTO "decision" VALUES(4,'promoted',1,2,1,'2026-01-03T00:00:00.000000Z','ada','number 2','{"2":"candidate","1":"champion"}',NULL);
INSERT INTO "decision" VALUES(5,'rolled back',1,1,2,'2026-01-03T00:00:00.000000Z','ada','It fell','{"1":"retired","2":"champion"}',NULL);
CREATE TABLE delivery (
	id INTEGER NOT NULL, 
	notice_id INTEGER, 
	round INTEGER NOT NULL, 
	channel_id INTEGER NOT NULL, 
	person VARCHAR(128) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	asked_at VARCHAR(27) NOT NULL, 
	due_at VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	answer TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (notice_id, channel_id, person, round), 
	FOREIGN KEY(notice_id) REFERENCES notice (id), 
	FOREIGN KEY(channel_id) REFERENCES channel (id)
);
CREATE TABLE deployment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(16) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	model_id INTEGER NOT NULL, 
	settings TEXT NOT NULL, 
	split TEXT NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	state_at VARCHAR(27) NOT NULL, 
	trouble TEXT NOT NULL, 
	address TEXT NOT NULL, 
	serves_id INTEGER, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	UNIQUE (name), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(serves_id) REFERENCES model_version (id)
);
CREATE TABLE experiment (
	id INTEGER NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	deleted_at VARCHAR(27), 
	tags TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (project, name)
);
CREATE TABLE feed (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	topic VARCHAR(32) NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	origin VARCHAR(64) NOT NULL
);
INSERT INTO "feed" VALUES(65,'job','3','01a205ccfbb277839eb23d0826cf6485');
CREATE TABLE file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	watch_id INTEGER, 
	dataset VARCHAR(255) NOT NULL, 
	path TEXT NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	modified_ns BIGINT NOT NULL, 
	content VARCHAR(32), 
	state VARCHAR(16) NOT NULL, 
	outcome TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	checks TEXT NOT NULL, 
	rows BIGINT, 
	version_id INTEGER, 
	job_id INTEGER, 
	seen_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, origin TEXT DEFAULT '{}' NOT NULL, read TEXT DEFAULT '{}' NOT NULL, question TEXT, opened INTEGER DEFAULT 0 NOT NULL, 
	FOREIGN KEY(job_id) REFERENCES job (id), 
	FOREIGN KEY(version_id) REFERENCES dataset_version (id), 
	FOREIGN KEY(watch_id) REFERENCES watch (id)
);
INSERT INTO "file" VALUES(1,NULL,'shop','/data/shop-1.csv',147,1795393649853651697,'e06ff6e3808bfd1cbe74cb0ca0258ffe','added','Added','','[{"check":"columns_present","version":1,"name":"Columns are present","passed":true,"message":"The file has 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Every column of the dataset is in the file; columns left out may be missing.","column":"","value":null,"limit":null,"offenders":[]},{"check":"duplicate_rows","version":1,"name":"Rows differ","passed":true,"message":"No row repeats an earlier one.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows repeat an earlier row of the file in every column.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"finite_values","version":1,"name":"Numbers are finite","passed":true,"message":"All numbers are finite.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No number is infinite; such values come from divisions by zero.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"fresh_data","version":1,"name":"Data is fresh","passed":true,"message":"The newest time of `day` is 2024-01-08.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"A file goes on where earlier ones ended, and no time lies in the future.","column":"","value":724.0,"limit":null,"offenders":[]},{"check":"label_leakage","version":1,"name":"No column gives the target away","passed":true,"message":"No feature tells the target by itself.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No feature alone tells the target almost perfectly, unless it always did.","column":"","value":null,"limit":0.97,"offenders":[]},{"check":"missing_share","version":2,"name":"Missing values","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"No column lacks far more values than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"new_categories","version":1,"name":"Categories are known","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Every category was there in an earlier file; columns in which rare ones keep coming may have some more.","column":"","value":null,"limit":null,"offenders":[]},{"check":"personal_data","version":1,"name":"Personal data is marked","passed":true,"message":"No unmarked column looks personal.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No column that was never so looks like mail addresses, phone, card, account or national numbers without being marked personal.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"repeated_rows","version":1,"name":"Rows are new","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows of a file are in earlier files already; what a model learned from would otherwise come back to judge it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"row_count","version":2,"name":"Number of rows","passed":true,"message":"The file has 8 rows.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"A file has at least 20% of the usual number of rows.","column":"","value":8,"limit":null,"offenders":[]},{"check":"rows_readable","version":1,"name":"Rows are readable","passed":true,"message":"All 8 rows could be read.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Rows with too few or too many values, open quotes or null bytes are few; the file does not end inside a row.","column":"","value":null,"limit":null,"offenders":[]},{"check":"target_present","version":2,"name":"Target is present","passed":true,"message":"The target `bought` has a value in every row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"The target has values, not only one, and lacks no more than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"text_damage","version":1,"name":"Texts are whole","passed":true,"message":"No text looks damaged.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No text holds what a wrong encoding leaves, such as MÃ¼nchen for München.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"time_of_day","version":1,"name":"Hours of the day","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Times fall on the hours of the day they fell on in earlier files; a time zone that changed shows here.","column":"","value":0.0,"limit":1.0,"offenders":[]},{"check":"time_order","version":1,"name":"Times are in order","passed":true,"message":"Earlier files are in no order of time.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Rows stand in the order of the time column, if they did in every earlier file.","column":"","value":null,"limit":null,"offenders":[]},{"check":"types_match","version":1,"name":"Types match","passed":true,"message":"All values fit the kinds of their 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"The values of every column are of the kind the dataset has for it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"unique_key","version":1,"name":"Keys are unique","passed":true,"message":"Every key names one row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Identifiers that never repeated or lacked a value in a file still don''t.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"usual_values","version":1,"name":"Values are as usual","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Middle, spread, sign, extremes and frequent values of each column are like those of earlier files.","column":"","value":0.0,"limit":1.0,"offenders":[]}]',8,1,1,'2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z','ada','{}','{"facts":{"format":"csv","n_bytes":147,"encoding":"utf-8","delimiter":",","decimal":".","compression":"","row_word":"line","n_bad_rows":0,"cut":"","quote":"","grouping":"","has_names":true,"n_skipped":0,"part":"","parts":[],"is_aside_asked":false},"new_columns":[],"bad_rows":[]}',NULL,0);
INSERT INTO "file" VALUES(2,NULL,'shop','/data/shop-2.csv',151,1795393650211956637,'29663ab283519b159626600f8968caa8','added','Added','','[{"check":"columns_present","version":1,"name":"Columns are present","passed":true,"message":"The file has 3 of 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Every column of the dataset is in the file; columns left out may be missing.","column":"","value":null,"limit":null,"offenders":[]},{"check":"duplicate_rows","version":1,"name":"Rows differ","passed":true,"message":"No row repeats an earlier one.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows repeat an earlier row of the file in every column.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"finite_values","version":1,"name":"Numbers are finite","passed":true,"message":"All numbers are finite.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No number is infinite; such values come from divisions by zero.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"fresh_data","version":1,"name":"Data is fresh","passed":true,"message":"The newest time of `day` is 2024-02-08.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"A file goes on where earlier ones ended, and no time lies in the future.","column":"","value":693.0,"limit":null,"offenders":[]},{"check":"label_leakage","version":1,"name":"No column gives the target away","passed":true,"message":"No feature tells the target by itself.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No feature alone tells the target almost perfectly, unless it always did.","column":"","value":null,"limit":0.97,"offenders":[]},{"check":"missing_share","version":2,"name":"Missing values","passed":true,"message":"No column lacks many more values than before.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"No column lacks far more values than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"new_categories","version":1,"name":"Categories are known","passed":true,"message":"No category is new.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Every category was there in an earlier file; columns in which rare ones keep coming may have some more.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"personal_data","version":1,"name":"Personal data is marked","passed":true,"message":"No unmarked column looks personal.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No column that was never so looks like mail addresses, phone, card, account or national numbers without being marked personal.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"repeated_rows","version":1,"name":"Rows are new","passed":true,"message":"No row is in an earlier file.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Few rows of a file are in earlier files already; what a model learned from would otherwise come back to judge it.","column":"","value":0.0,"limit":0.01,"offenders":[]},{"check":"row_count","version":2,"name":"Number of rows","passed":true,"message":"The file has 8 rows.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"A file has at least 20% of the usual number of rows.","column":"","value":8,"limit":null,"offenders":[]},{"check":"rows_readable","version":1,"name":"Rows are readable","passed":true,"message":"All 8 rows could be read.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"Rows with too few or too many values, open quotes or null bytes are few; the file does not end inside a row.","column":"","value":null,"limit":null,"offenders":[]},{"check":"target_present","version":2,"name":"Target is present","passed":true,"message":"The target `bought` has a value in every row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"The target has values, not only one, and lacks no more than in earlier files.","column":"","value":0.0,"limit":null,"offenders":[]},{"check":"text_damage","version":1,"name":"Texts are whole","passed":true,"message":"No text looks damaged.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"No text holds what a wrong encoding leaves, such as MÃ¼nchen for München.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"time_of_day","version":1,"name":"Hours of the day","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Times fall on the hours of the day they fell on in earlier files; a time zone that changed shows here.","column":"","value":0.0,"limit":1.0,"offenders":[]},{"check":"time_order","version":1,"name":"Times are in order","passed":true,"message":"`day` never falls from row to row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Rows stand in the order of the time column, if they did in every earlier file.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"types_match","version":1,"name":"Types match","passed":true,"message":"All values fit the kinds of their 3 columns.","rows":[],"n_rows":0,"severity":"error","rule":null,"sentence":"The values of every column are of the kind the dataset has for it.","column":"","value":null,"limit":null,"offenders":[]},{"check":"unique_key","version":1,"name":"Keys are unique","passed":true,"message":"Every key names one row.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Identifiers that never repeated or lacked a value in a file still don''t.","column":"","value":0.0,"limit":0.0,"offenders":[]},{"check":"usual_values","version":1,"name":"Values are as usual","passed":true,"message":"Nothing to compare yet.","rows":[],"n_rows":0,"severity":"warn","rule":null,"sentence":"Middle, spread, sign, extremes and frequent values of each column are like those of earlier files.","column":"","value":0.0,"limit":1.0,"offenders":[]}]',8,2,2,'2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z','ada','{}','{"facts":{"format":"csv","n_bytes":151,"encoding":"utf-8","delimiter":",","decimal":".","compression":"","row_word":"line","n_bad_rows":0,"cut":"","quote":"","grouping":"","has_names":true,"n_skipped":0,"part":"","parts":[],"is_aside_asked":false},"new_columns":[],"bad_rows":[]}',NULL,0);
CREATE TABLE gate_run (
	id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	gate_set VARCHAR(128) NOT NULL, 
	against VARCHAR(64) NOT NULL, 
	judged_on VARCHAR(255) NOT NULL, 
	gates TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
INSERT INTO "gate_run" VALUES(1,1,'standard','','','[{"name":"Schema fits","passed":true,"message":"All columns are there."}]','2026-01-02T00:00:00.000000Z','ada');
INSERT INTO "gate_run" VALUES(2,2,'standard','','','[{"name":"Schema fits","passed":true,"message":"All columns are there."}]','2026-01-03T00:00:00.000000Z','ada');
CREATE TABLE history_chunk (
	id INTEGER NOT NULL, 
	run_pk INTEGER NOT NULL, 
	key_id INTEGER NOT NULL, 
	first BIGINT NOT NULL, 
	n INTEGER NOT NULL, 
	lo FLOAT, 
	hi FLOAT, 
	first_step BIGINT NOT NULL, 
	last_step BIGINT NOT NULL, 
	steps BLOB NOT NULL, 
	times BLOB NOT NULL, 
	points BLOB NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (run_pk, key_id, first), 
	FOREIGN KEY(run_pk) REFERENCES run (pk), 
	FOREIGN KEY(key_id) REFERENCES "key" (id)
);
CREATE TABLE incident (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	chunk_id INTEGER, 
	title TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	since VARCHAR(27), 
	opened_at VARCHAR(27) NOT NULL, 
	closed_at VARCHAR(27), 
	closed_by VARCHAR(128), 
	outcome TEXT NOT NULL, 
	owner VARCHAR(128) NOT NULL, 
	snoozed_until VARCHAR(27), 
	facts TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id), 
	FOREIGN KEY(chunk_id) REFERENCES chunk (id)
);
CREATE TABLE incident_alert (
	alert_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	PRIMARY KEY (alert_id), 
	FOREIGN KEY(alert_id) REFERENCES alert (id), 
	FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE job (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(64) NOT NULL, 
	params TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	priority INTEGER NOT NULL, 
	lane VARCHAR(255), 
	"key" VARCHAR(255), 
	attempts INTEGER NOT NULL, 
	asked_by VARCHAR(128) NOT NULL, 
	cause TEXT NOT NULL, 
	parent_id INTEGER, 
	claimed_by VARCHAR(32), 
	lease_until VARCHAR(27), 
	cancel_asked BOOLEAN NOT NULL, 
	progress FLOAT NOT NULL, 
	message TEXT NOT NULL, 
	result TEXT NOT NULL, 
	error_kind VARCHAR(16), 
	error TEXT, 
	hint TEXT, 
	created_at VARCHAR(27) NOT NULL, 
	started_at VARCHAR(27), 
	ended_at VARCHAR(27), not_before VARCHAR(27), waits_for TEXT DEFAULT '[]' NOT NULL, limits TEXT DEFAULT '{}' NOT NULL, is_paused BOOLEAN DEFAULT false NOT NULL, automation_run_id INTEGER, 
	FOREIGN KEY(parent_id) REFERENCES job (id), 
	UNIQUE ("key")
);
INSERT INTO "job" VALUES(1,'dataset.ingest','{"files":[1],"dataset":"shop","series":null,"target":"bought","time":"day","options":{},"roles":{}}','succeeded',10,'dataset:shop',NULL,1,'ada','ada added 1 files',NULL,'w',NULL,0,1.0,'Added 1 file','{"versions":[1],"message":"Added 1 file"}',NULL,NULL,NULL,'2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z',NULL,'[]','{}',0,NULL);
INSERT INTO "job" VALUES(2,'dataset.ingest','{"files":[2],"dataset":"shop","series":null,"target":"bought","time":"day","options":{},"roles":{}}','succeeded',10,'dataset:shop',NULL,1,'ada','ada added 1 files',NULL,'w',NULL,0,1.0,'Added 1 file','{"versions":[2],"message":"Added 1 file"}',NULL,NULL,NULL,'2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z','2026-01-01T00:00:00.000000Z',NULL,'[]','{}',0,NULL);
INSERT INTO "job" VALUES(3,'model.train','{"dataset_version":1}','queued',0,NULL,NULL,0,'ben','',NULL,NULL,NULL,0,0.0,'','{}',NULL,NULL,NULL,'2026-01-03T00:00:00.000000Z',NULL,NULL,NULL,'[]','{}',0,NULL);
CREATE TABLE job_log (
	id INTEGER NOT NULL, 
	job_id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	line TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(job_id) REFERENCES job (id)
);
INSERT INTO "job_log" VALUES(1,1,'2026-01-01T00:00:00.000000Z','Reading shop-1.csv');
INSERT INTO "job_log" VALUES(2,1,'2026-01-01T00:00:00.000000Z','Profiling shop-1.csv');
INSERT INTO "job_log" VALUES(3,1,'2026-01-01T00:00:00.000000Z','Profiling bought, column 1 of 3');
INSERT INTO "job_log" VALUES(4,1,'2026-01-01T00:00:00.000000Z','Profiling day, column 2 of 3');
INSERT INTO "job_log" VALUES(5,1,'2026-01-01T00:00:00.000000Z','Checking shop-1.csv');
INSERT INTO "job_log" VALUES(6,1,'2026-01-01T00:00:00.000000Z','Storing the rows of shop-1.csv');
INSERT INTO "job_log" VALUES(7,1,'2026-01-01T00:00:00.000000Z','Comparing with what is stored');
INSERT INTO "job_log" VALUES(8,1,'2026-01-01T00:00:00.000000Z','Storing the rows');
INSERT INTO "job_log" VALUES(9,1,'2026-01-01T00:00:00.000000Z','Adding shop-1.csv to shop');
INSERT INTO "job_log" VALUES(10,2,'2026-01-01T00:00:00.000000Z','Reading shop-2.csv');
INSERT INTO "job_log" VALUES(11,2,'2026-01-01T00:00:00.000000Z','Profiling shop-2.csv');
INSERT INTO "job_log" VALUES(12,2,'2026-01-01T00:00:00.000000Z','Profiling bought, column 1 of 3');
INSERT INTO "job_log" VALUES(13,2,'2026-01-01T00:00:00.000000Z','Profiling day, column 2 of 3');
INSERT INTO "job_log" VALUES(14,2,'2026-01-01T00:00:00.000000Z','Checking shop-2.csv');
INSERT INTO "job_log" VALUES(15,2,'2026-01-01T00:00:00.000000Z','Storing the rows of shop-2.csv');
INSERT INTO "job_log" VALUES(16,2,'2026-01-01T00:00:00.000000Z','Comparing with what is stored');
INSERT INTO "job_log" VALUES(17,2,'2026-01-01T00:00:00.000000Z','Storing the rows');
INSERT INTO "job_log" VALUES(18,2,'2026-01-01T00:00:00.000000Z','Profiling all rows of shop');
INSERT INTO "job_log" VALUES(19,2,'2026-01-01T00:00:00.000000Z','Profiling bought, column 1 of 3');
INSERT INTO "job_log" VALUES(20,2,'2026-01-01T00:00:00.000000Z','Profiling day, column 2 of 3');
INSERT INTO "job_log" VALUES(21,2,'2026-01-01T00:00:00.000000Z','Adding shop-2.csv to shop');
CREATE TABLE "key" (
	id INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	name TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (kind, name)
);
INSERT INTO "key" VALUES(1,'param','metric');
INSERT INTO "key" VALUES(2,'param','task');
INSERT INTO "key" VALUES(3,'metric','auc');
INSERT INTO "key" VALUES(4,'tag','good');
CREATE TABLE kpi_day (
	file_id INTEGER NOT NULL, 
	day VARCHAR(10) NOT NULL, 
	value FLOAT NOT NULL, 
	PRIMARY KEY (file_id, day), 
	FOREIGN KEY(file_id) REFERENCES kpi_file (id)
);
CREATE TABLE kpi_file (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	model_id INTEGER NOT NULL, 
	source TEXT NOT NULL, 
	title VARCHAR(255) NOT NULL, 
	unit VARCHAR(32) NOT NULL, 
	is_cost BOOLEAN NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	undone_at VARCHAR(27), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
CREATE TABLE kv (
	run_pk INTEGER NOT NULL, 
	key_id INTEGER NOT NULL, 
	num FLOAT, 
	txt TEXT, 
	PRIMARY KEY (run_pk, key_id), 
	FOREIGN KEY(key_id) REFERENCES "key" (id), 
	FOREIGN KEY(run_pk) REFERENCES run (pk)
)
 WITHOUT ROWID

;
INSERT INTO "kv" VALUES(1,1,NULL,'auc');
INSERT INTO "kv" VALUES(2,1,NULL,'auc');
INSERT INTO "kv" VALUES(1,2,NULL,'binary');
INSERT INTO "kv" VALUES(2,2,NULL,'binary');
INSERT INTO "kv" VALUES(1,3,0.7,NULL);
INSERT INTO "kv" VALUES(2,3,0.7,NULL);
INSERT INTO "kv" VALUES(2,4,NULL,'yes');
CREATE TABLE label_entry (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	dataset_id INTEGER NOT NULL, 
	"column" TEXT NOT NULL, 
	key_column TEXT NOT NULL, 
	row_key TEXT NOT NULL, 
	value TEXT, 
	batch VARCHAR(32) NOT NULL, 
	source TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	undone_at VARCHAR(27), 
	FOREIGN KEY(dataset_id) REFERENCES dataset (id)
);
CREATE TABLE logged_file (
	logged_model_id INTEGER NOT NULL, 
	path VARCHAR(512) NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	n_bytes BIGINT NOT NULL, 
	PRIMARY KEY (logged_model_id, path), 
	FOREIGN KEY(logged_model_id) REFERENCES logged_model (id)
);
CREATE TABLE logged_metric (
	logged_model_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	value FLOAT, 
	step INTEGER NOT NULL, 
	at FLOAT NOT NULL, 
	run_uuid VARCHAR(36) NOT NULL, 
	dataset_name TEXT, 
	dataset_digest TEXT, 
	PRIMARY KEY (logged_model_id, number), 
	FOREIGN KEY(logged_model_id) REFERENCES logged_model (id)
);
CREATE TABLE logged_model (
	id INTEGER NOT NULL, 
	uuid VARCHAR(34) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	model_type TEXT DEFAULT '' NOT NULL, 
	status VARCHAR(24) NOT NULL, 
	run_uuid VARCHAR(36), 
	created_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	deleted_at VARCHAR(27), 
	params TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (uuid), 
	FOREIGN KEY(experiment_id) REFERENCES experiment (id)
);
CREATE TABLE meta (
	"key" VARCHAR(64) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('store_id','01a205ccfcb777a8a27bb67ae6a3d54c');
INSERT INTO "meta" VALUES('blobs_leaving','["ad8cac899294f155bcf8fa3ba2bc9862"]');
CREATE TABLE model (
	id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	task VARCHAR(16) NOT NULL, 
	target TEXT NOT NULL, 
	metric VARCHAR(64) NOT NULL, 
	dataset_id INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	created_by VARCHAR(128) NOT NULL, is_four_eyes BOOLEAN DEFAULT false NOT NULL, card TEXT DEFAULT '{}' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(dataset_id) REFERENCES dataset (id), 
	UNIQUE (name)
);
INSERT INTO "model" VALUES(1,'buyers','default','binary','bought','auc',1,'2026-01-02T00:00:00.000000Z','ada',1,'{}');
CREATE TABLE model_alias (
	model_id INTEGER NOT NULL, 
	name VARCHAR(64) NOT NULL, 
	version_id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (model_id, name), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id)
);
INSERT INTO "model_alias" VALUES(1,'night',2,'2026-01-03T00:00:00.000000Z','ada');
CREATE TABLE model_costs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	model_id INTEGER NOT NULL, 
	costs TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	ended_at VARCHAR(27), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
CREATE TABLE model_gate (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	incident_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	settings TEXT NOT NULL, 
	is_on BOOLEAN DEFAULT true NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE model_version (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	run_pk INTEGER NOT NULL, 
	estimator VARCHAR(64) NOT NULL, 
	recipe TEXT NOT NULL, 
	dataset_version_id INTEGER NOT NULL, 
	validated_on_id INTEGER, 
	metrics TEXT NOT NULL, 
	intervals TEXT NOT NULL, 
	gates TEXT NOT NULL, 
	gates_at VARCHAR(27), 
	comparison TEXT NOT NULL, 
	input_hash VARCHAR(32) NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	reference_blob VARCHAR(32), 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	cause TEXT NOT NULL, code TEXT DEFAULT '{}' NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(dataset_version_id) REFERENCES dataset_version (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(run_pk) REFERENCES run (pk), 
	FOREIGN KEY(validated_on_id) REFERENCES dataset_version (id), 
	UNIQUE (model_id, number), 
	UNIQUE (model_id, run_pk)
);
INSERT INTO "model_version" VALUES(1,1,1,'champion',1,'hist_gradient_boosting','{"target":"bought","task":"binary","features":["x"],"time":"day","group":null,"positive":"true","estimator":"hist_gradient_boosting","estimator_settings":{},"preparation":"mixed","preparation_settings":{},"hold_out":{"kind":"newest","share":0.2},"metric":"auc","seed":0,"n_threads":1,"entry_versions":{}}',1,1,'{"auc":0.7}','{}','[{"name":"Schema fits","passed":true,"message":"All columns are there."}]','2026-01-02T00:00:00.000000Z','{}','inputs-1','88d639174d9bcf0e16126b40b7b89c86',NULL,'2026-01-02T00:00:00.000000Z','ada','by hand','{}');
INSERT INTO "model_version" VALUES(2,1,2,'retired',2,'hist_gradient_boosting','{"target":"bought","task":"binary","features":["x"],"time":"day","group":null,"positive":"true","estimator":"hist_gradient_boosting","estimator_settings":{},"preparation":"mixed","preparation_settings":{},"hold_out":{"kind":"newest","share":0.2},"metric":"auc","seed":0,"n_threads":1,"entry_versions":{}}',1,1,'{"auc":0.7}','{}','[{"name":"Schema fits","passed":true,"message":"All columns are there."}]','2026-01-03T00:00:00.000000Z','{}','inputs-2','88d639174d9bcf0e16126b40b7b89c86',NULL,'2026-01-03T00:00:00.000000Z','ada','by hand','{}');
CREATE TABLE monitor_reference (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	model_id INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	first INTEGER, 
	last INTEGER, 
	reason TEXT NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	undone_at VARCHAR(27), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	due_at VARCHAR(27) NOT NULL, 
	event VARCHAR(32) NOT NULL, 
	incident_id INTEGER, 
	severity VARCHAR(16) NOT NULL, 
	title TEXT NOT NULL, 
	words TEXT NOT NULL, 
	tells TEXT NOT NULL, 
	kind VARCHAR(16) DEFAULT 'incident' NOT NULL, 
	"key" VARCHAR(128), 
	address TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key"), 
	FOREIGN KEY(incident_id) REFERENCES incident (id)
);
CREATE TABLE person (
	login VARCHAR(128) NOT NULL, 
	display TEXT NOT NULL, 
	role VARCHAR(16) NOT NULL, 
	PRIMARY KEY (login)
);
INSERT INTO "person" VALUES('ada','Ada','approver');
INSERT INTO "person" VALUES('ben','Ben Meyer','member');
CREATE TABLE point (
	run_pk INTEGER NOT NULL, 
	key_id INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	step BIGINT NOT NULL, 
	at FLOAT NOT NULL, 
	value FLOAT, 
	PRIMARY KEY (run_pk, key_id, n), 
	FOREIGN KEY(run_pk) REFERENCES run (pk), 
	FOREIGN KEY(key_id) REFERENCES "key" (id)
)
 WITHOUT ROWID

;
CREATE TABLE probation (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	automation_id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	previous_id INTEGER, 
	rules TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	reason TEXT NOT NULL, 
	began_at VARCHAR(27) NOT NULL, 
	until VARCHAR(27) NOT NULL, 
	ended_at VARCHAR(27), 
	FOREIGN KEY(automation_id) REFERENCES automation (id), 
	FOREIGN KEY(model_id) REFERENCES model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id), 
	FOREIGN KEY(previous_id) REFERENCES model_version (id)
);
CREATE TABLE process (
	id VARCHAR(32) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	pid INTEGER NOT NULL, 
	host VARCHAR(255) NOT NULL, 
	born FLOAT NOT NULL, 
	"database" VARCHAR(64) NOT NULL, 
	started_at VARCHAR(27) NOT NULL, 
	heartbeat_at VARCHAR(27) NOT NULL, 
	message TEXT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE project (
	name VARCHAR(255) NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE real_fall (
	id INTEGER NOT NULL, 
	model_id INTEGER NOT NULL, 
	starts_at VARCHAR(27) NOT NULL, 
	ends_at VARCHAR(27) NOT NULL, 
	is_fall BOOLEAN NOT NULL, 
	removed BOOLEAN DEFAULT false NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(model_id) REFERENCES model (id)
);
CREATE TABLE registered_alias (
	registered_id INTEGER NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	number INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (registered_id, name), 
	FOREIGN KEY(registered_id) REFERENCES registered_model (id)
);
CREATE TABLE registered_model (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name VARCHAR(255) NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	description TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	deleted_at VARCHAR(27)
);
CREATE TABLE registered_version (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	registered_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	version_id INTEGER, 
	logged_model_id INTEGER, 
	run_uuid VARCHAR(36), 
	source TEXT NOT NULL, 
	run_link TEXT NOT NULL, 
	stage VARCHAR(16) NOT NULL, 
	description TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	changed_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	deleted_at VARCHAR(27), 
	UNIQUE (registered_id, number), 
	FOREIGN KEY(registered_id) REFERENCES registered_model (id), 
	FOREIGN KEY(version_id) REFERENCES model_version (id), 
	FOREIGN KEY(logged_model_id) REFERENCES logged_model (id)
);
CREATE TABLE rehearsal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	version_id INTEGER NOT NULL, 
	against_id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	n_rows INTEGER NOT NULL, 
	n_flips INTEGER NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	FOREIGN KEY(version_id) REFERENCES model_version (id), 
	FOREIGN KEY(against_id) REFERENCES model_version (id)
);
CREATE TABLE rule (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	dataset_id INTEGER NOT NULL, 
	"check" VARCHAR(64) NOT NULL, 
	settings TEXT NOT NULL, 
	severity VARCHAR(16) NOT NULL, 
	is_on BOOLEAN NOT NULL, 
	origin VARCHAR(16) NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	removed BOOLEAN DEFAULT false NOT NULL, 
	FOREIGN KEY(dataset_id) REFERENCES dataset (id)
);
CREATE TABLE rulebook (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR(16) NOT NULL, 
	model VARCHAR(128) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	value TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	ended_at VARCHAR(27)
);
CREATE TABLE run (
	pk INTEGER NOT NULL, 
	uuid VARCHAR(32) NOT NULL, 
	project VARCHAR(255) NOT NULL, 
	experiment VARCHAR(255) NOT NULL, 
	name TEXT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	started_at VARCHAR(27), 
	ended_at VARCHAR(27), 
	user VARCHAR(128) NOT NULL, 
	job_id INTEGER, 
	dataset_version_id INTEGER, 
	error TEXT, 
	pinned BOOLEAN NOT NULL, 
	archived BOOLEAN NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	seq INTEGER NOT NULL, parent_pk INTEGER REFERENCES run (pk), process VARCHAR(32), starred BOOLEAN DEFAULT false NOT NULL, colour VARCHAR(16), note TEXT DEFAULT '' NOT NULL, deleted_at VARCHAR(27), 
	PRIMARY KEY (pk), 
	FOREIGN KEY(dataset_version_id) REFERENCES dataset_version (id), 
	FOREIGN KEY(job_id) REFERENCES job (id), 
	UNIQUE (uuid)
);
INSERT INTO "run" VALUES(1,'00000000000000000000000000000001','default','shop','run-1','finished','2026-01-02T00:00:00.000000Z','2026-01-02T00:00:00.000000Z','ada',NULL,1,NULL,0,0,0,3,NULL,NULL,0,NULL,'',NULL);
INSERT INTO "run" VALUES(2,'00000000000000000000000000000002','default','shop','run-2','finished','2026-01-03T00:00:00.000000Z','2026-01-03T00:00:00.000000Z','ada',NULL,1,NULL,0,0,0,7,NULL,NULL,0,NULL,'',NULL);
CREATE TABLE run_input (
	run_pk INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	source_type TEXT NOT NULL, 
	source TEXT NOT NULL, 
	schema TEXT, 
	profile TEXT, 
	tags TEXT NOT NULL, 
	PRIMARY KEY (run_pk, number), 
	FOREIGN KEY(run_pk) REFERENCES run (pk)
);
CREATE TABLE run_origin (
	run_pk INTEGER NOT NULL, 
	facts TEXT NOT NULL, 
	PRIMARY KEY (run_pk), 
	FOREIGN KEY(run_pk) REFERENCES run (pk)
);
CREATE TABLE run_output (
	run_pk INTEGER NOT NULL, 
	logged_model_id INTEGER NOT NULL, 
	step INTEGER NOT NULL, 
	PRIMARY KEY (run_pk, logged_model_id), 
	FOREIGN KEY(run_pk) REFERENCES run (pk), 
	FOREIGN KEY(logged_model_id) REFERENCES logged_model (id)
);
CREATE TABLE saved_view (
	id INTEGER NOT NULL, 
	page VARCHAR(32) NOT NULL, 
	name TEXT NOT NULL, 
	text TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE seen_notice (
	person VARCHAR(128) NOT NULL, 
	"key" VARCHAR(128) NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (person, "key")
);
CREATE TABLE series (
	run_pk INTEGER NOT NULL, 
	key_id INTEGER NOT NULL, 
	n BIGINT NOT NULL, 
	lo FLOAT, 
	hi FLOAT, 
	lo_step BIGINT, 
	hi_step BIGINT, 
	last_step BIGINT NOT NULL, 
	last_at FLOAT NOT NULL, 
	PRIMARY KEY (run_pk, key_id), 
	FOREIGN KEY(run_pk) REFERENCES run (pk), 
	FOREIGN KEY(key_id) REFERENCES "key" (id)
)
 WITHOUT ROWID

;
CREATE TABLE setting (
	"key" VARCHAR(128) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE spool (
	id VARCHAR(32) NOT NULL, 
	applied BIGINT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE step (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	dataset_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	settings TEXT NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	"by" VARCHAR(128) NOT NULL, 
	blob VARCHAR(64), 
	undone_at VARCHAR(27), 
	FOREIGN KEY(dataset_id) REFERENCES dataset (id)
);
CREATE TABLE traffic (
	deployment_id INTEGER NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	n INTEGER NOT NULL, 
	n_refused INTEGER NOT NULL, 
	n_failed INTEGER NOT NULL, 
	peak INTEGER NOT NULL, 
	classes TEXT NOT NULL, 
	PRIMARY KEY (deployment_id, at), 
	FOREIGN KEY(deployment_id) REFERENCES deployment (id)
);
CREATE TABLE trigger_state (
	automation_id INTEGER NOT NULL, 
	"trigger" VARCHAR(32) NOT NULL, 
	memory TEXT NOT NULL, 
	next_at VARCHAR(27), 
	said TEXT NOT NULL, 
	at VARCHAR(27) NOT NULL, 
	PRIMARY KEY (automation_id, "trigger"), 
	FOREIGN KEY(automation_id) REFERENCES automation (id)
);
INSERT INTO "trigger_state" VALUES(1,'files','{"version":2,"for":{"dataset":"shop","watch":1,"n_files":1}}',NULL,'Nothing was added to shop since the last start.','2026-01-03T00:00:00.000000Z');
CREATE TABLE version_part (
	version_id INTEGER NOT NULL, 
	blob VARCHAR(32) NOT NULL, 
	PRIMARY KEY (version_id, blob), 
	FOREIGN KEY(version_id) REFERENCES dataset_version (id)
);
INSERT INTO "version_part" VALUES(1,'d558c3934648cdb0826e9ef2c83171fd');
INSERT INTO "version_part" VALUES(2,'c7c12533ac58c3aa8137a3ad38ab8d4a');
CREATE TABLE watch (
	id INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	dataset VARCHAR(255) NOT NULL, 
	series VARCHAR(16) NOT NULL, 
	target TEXT, 
	time TEXT, 
	is_on BOOLEAN NOT NULL, 
	is_there BOOLEAN NOT NULL, 
	removed BOOLEAN NOT NULL, 
	created_at VARCHAR(27) NOT NULL, 
	created_by VARCHAR(128) NOT NULL, pattern TEXT DEFAULT '' NOT NULL, is_recursive BOOLEAN DEFAULT false NOT NULL, "order" VARCHAR(16) DEFAULT 'name' NOT NULL, trouble TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "watch" VALUES(1,'/data/inbox','shop','append',NULL,NULL,1,1,0,'2026-01-03T00:00:00.000000Z','ada','',0,'name','');
CREATE INDEX ix_job_state ON job (state, id);
CREATE INDEX ix_job_log_job ON job_log (job_id, id);
CREATE INDEX ix_file_dataset ON file (dataset, id);
CREATE INDEX ix_file_watch ON file (watch_id, path);
CREATE INDEX ix_run_job ON run (job_id);
CREATE INDEX ix_run_seq ON run (seq);
CREATE INDEX ix_kv_key ON kv (key_id, run_pk, num, txt);
CREATE UNIQUE INDEX ix_one_champion ON model_version (model_id) WHERE stage = 'champion';
CREATE INDEX ix_decision_model ON decision (model_id, id);
CREATE UNIQUE INDEX ix_one_open_alert ON alert (model_id, rule) WHERE closed_at IS NULL;
CREATE INDEX ix_run_parent ON run (parent_pk);
CREATE INDEX ix_run_process ON run (process);
CREATE INDEX ix_series_key ON series (key_id, run_pk, lo, hi);
CREATE INDEX ix_artifact_blob ON artifact (blob);
CREATE INDEX ix_version_part_blob ON version_part (blob);
CREATE INDEX ix_rule_dataset ON rule (dataset_id);
CREATE INDEX ix_step_dataset ON step (dataset_id);
CREATE INDEX ix_label_entry_dataset ON label_entry (dataset_id, id);
CREATE INDEX ix_automation_run_automation ON automation_run (automation_id, id);
CREATE INDEX ix_automation_step_run ON automation_step (run_id, position);
CREATE INDEX ix_probation_model ON probation (model_id, id);
CREATE UNIQUE INDEX ix_one_open_probation ON probation (model_id) WHERE state = 'open';
CREATE INDEX ix_model_alias_version ON model_alias (version_id);
CREATE UNIQUE INDEX ix_one_open_agreement ON agreement (version_id, "by") WHERE ended_at IS NULL;
CREATE INDEX ix_comment_subject ON comment (subject, id);
CREATE INDEX ix_rehearsal_version ON rehearsal (version_id, id);
CREATE INDEX ix_rehearsal_blob ON rehearsal (blob);
CREATE INDEX ix_answer_log_deployment ON answer_log (deployment_id, id);
CREATE INDEX ix_answer_log_last ON answer_log (last_at);
CREATE INDEX ix_answer_log_blob ON answer_log (blob);
CREATE INDEX ix_batch_file_deployment ON batch_file (deployment_id, content);
CREATE INDEX ix_traffic_at ON traffic (at);
CREATE UNIQUE INDEX ix_one_standing_costs ON model_costs (model_id) WHERE ended_at IS NULL;
CREATE INDEX ix_kpi_file_model ON kpi_file (model_id, id);
CREATE INDEX ix_incident_model ON incident (model_id, id);
CREATE INDEX ix_incident_alert_incident ON incident_alert (incident_id);
CREATE INDEX ix_model_gate_model ON model_gate (model_id, id);
CREATE INDEX ix_delivery_state ON delivery (state, due_at);
CREATE INDEX ix_chunk_part_counts ON chunk_part (counts_blob);
CREATE INDEX ix_monitor_reference_model ON monitor_reference (model_id);
CREATE INDEX ix_chunk_answers_counts ON chunk_answers (counts_blob);
CREATE UNIQUE INDEX ix_one_standing_in_rulebook ON rulebook (kind, model, name) WHERE ended_at IS NULL;
CREATE INDEX ix_gate_run_version ON gate_run (version_id, id);
CREATE INDEX ix_logged_model_experiment ON logged_model (experiment_id, id);
CREATE INDEX ix_logged_model_run ON logged_model (run_uuid);
CREATE INDEX ix_logged_file_blob ON logged_file (blob);
CREATE INDEX ix_run_output_model ON run_output (logged_model_id);
CREATE UNIQUE INDEX ix_one_registered_name ON registered_model (name) WHERE deleted_at IS NULL;
CREATE INDEX ix_registered_version_of ON registered_version (version_id);
CREATE INDEX ix_registered_version_run ON registered_version (run_uuid);
COMMIT;
