-- Scripts, each of an empty lake with the namespace db; one statement a line.
create table db.t (id int, s string) using iceberg;
insert into db.t values (1,'a'),(2,'b');
select * from db.t order by id;
describe db.t;
show tables in db;
drop table db.t;
select * from db.t;
====
create table db.t (id bigint, d date, v double) using iceberg partitioned by (days(d));
insert into db.t values (1, date '2024-01-01', 1.5), (2, date '2024-01-02', 2.5);
select * from db.t where d = '2024-01-01';
insert overwrite db.t select 3, date '2024-01-02', 9.0;
select * from db.t order by id;
====
create table db.t (id int, p string) using iceberg partitioned by (p);
insert into db.t values (1,'a'),(2,'b');
insert overwrite db.t partition (p='a') select 5;
select * from db.t order by id;
insert overwrite db.t values (7,'b');
select * from db.t order by id;
====
create table db.t using iceberg as select 1 as id, 'x' as s union all select 2, 'y';
select * from db.t order by id;
create table db.t using iceberg as select 3 as id;
create table if not exists db.t using iceberg as select 4 as id;
select count(*) from db.t;
create or replace table db.t using iceberg as select 5 as z;
select * from db.t;
====
create table db.t (a int, b string, c double) using iceberg;
insert into db.t values (3, 'z');
insert into db.t values (3, 'z', 1.5, 4);
insert into db.t (a, a) values (1, 2);
insert into db.t (nope) values (1);
select * from db.t order by a;
====
create table db.t (a int, b string) using iceberg;
insert into db.t values ('1', 2);
insert into db.t values ('x', 'y');
insert into db.t values (3000000000, 'y');
insert into db.t values (true, 'y');
insert into db.t select null, null;
select * from db.t order by a;
====
create table db.t (id int, v int) using iceberg;
insert into db.t values (1,10),(2,20),(3,30);
merge into db.t using (select 1 as id, 5 as v union all select 2, 50) s on db.t.id = s.id when matched and s.v > 10 then update set v = s.v + 1 when matched then update set v = t.v;
select * from db.t order by id;
merge into db.t t using (select 1 as id) s on t.id = s.id when matched then update set nope = 1;
merge into db.t t using (select 1 as id) s on t.id = s.id when not matched by source then delete;
select * from db.t order by id;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a'),(2,'b'),(3,null);
update db.t set v = upper(v) where id < 3;
select * from db.t order by id;
update db.t set v = 'z';
select * from db.t order by id;
update db.t set id = id + 10, v = cast(id as string) where id = 1;
select * from db.t order by id;
update db.t set nope = 1;
update db.t t set t.v = 'q' where t.id = 2;
select * from db.t order by id;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a'),(2,'b'),(3,null);
delete from db.t where id = 1;
select * from db.t order by id;
delete from db.t where v is null;
select * from db.t order by id;
select count(*) from db.t;
insert into db.t values (4,'d');
delete from db.t;
select count(*) from db.t;
delete from db.nope where id = 1;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a');
alter table db.t add column c double;
insert into db.t values (2,'b',2.5);
select * from db.t order by id;
alter table db.t rename column v to w;
alter table db.t alter column id type bigint;
describe db.t;
alter table db.t drop column c;
select * from db.t order by id;
alter table db.t drop column nope;
alter table db.t add column w int;
alter table db.t alter column w type int;
alter table db.t rename to db.u;
select * from db.u order by id;
====
create table db.t (id int not null, v string) using iceberg comment 'tc' tblproperties ('k'='v');
insert into db.t values (null, 'a');
insert into db.t (v) values ('a');
insert into db.t values (1, 'a');
select * from db.t;
describe db.t;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a');
create view db.v as select id, upper(v) as u from db.t;
select * from db.v;
insert into db.t values (2,'b');
select * from db.v order by id;
create view db.v as select 1;
create or replace view db.v as select id from db.t;
select * from db.v order by id;
drop view db.v;
select * from db.v;
====
create view db.v (x, y comment 'cy') as select 1, 2;
select * from db.v;
select x + y from db.v;
create view db.w as select a from nope;
drop view if exists db.nope;
drop table if exists db.nope;
drop table db.nope;
drop view db.nope;
====
create table db.t (id int, p int) using iceberg partitioned by (bucket(4, id), truncate(10, p));
insert into db.t select id, id * 3 from range(20);
select count(*), sum(p) from db.t where p > 10;
delete from db.t where id > 15;
select count(*) from db.t;
show partitions db.t;
describe db.t;
====
create table db.t (ts timestamp, v int) using iceberg partitioned by (months(ts));
insert into db.t values (timestamp '2024-01-15 10:00:00', 1), (timestamp '2024-02-15 10:00:00', 2);
select * from db.t where ts < '2024-02-01';
delete from db.t where ts >= '2024-02-01';
select * from db.t;
alter table db.t add partition field v;
alter table db.t drop partition field months(ts);
insert into db.t values (null, 3);
select * from db.t order by v;
====
create table db.t (id int, v decimal(10,2), d date, ts timestamp, b boolean, f float, g double, bin binary, a array<int>, m map<string,int>, s struct<x:int,y:string>) using iceberg;
insert into db.t values (1, 1.255, '2024-01-01', '2024-01-01 01:02:03.456', 'true', 1.1, 2.2, X'41', array(1,2), map('k',1), named_struct('x',1,'y','z'));
select id, v, d, ts, b, f, g, a, m, s from db.t;
select id, v from db.t order by id;
insert into db.t (id, v) values (3, 123456789.0);
select id, v from db.t order by id;
====
create table db.t (id int, id string) using iceberg;
create table db.t (id int) using iceberg;
create table db.t (x int) using iceberg;
create table if not exists db.t (x int) using iceberg;
describe db.t;
create or replace table db.t (x int) using iceberg;
describe db.t;
replace table db.t using iceberg as select 1 as y;
select * from db.t;
replace table db.zz using iceberg as select 1 as y;
====
create table db.t using iceberg as select count(*) from range(3);
select * from db.t;
create table db.u using iceberg as select 1 as a, 2 as a;
create table db.x using iceberg as select interval 1 day as i;
create table db.z using iceberg as select cast(1 as tinyint) as b, cast(2 as smallint) as s;
describe db.z;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a'),(2,'b');
select * from db.t t1 join db.t t2 on t1.id = t2.id order by t1.id;
select ID, V from db.t where Id = 1;
select T.ID from db.t as T order by 1;
select db.t.id from db.t order by 1;
select t.id from db.t order by 1;
create table db.q using iceberg as select ID as Id from db.t;
describe db.q;
====
create table db.t (id int, v string) using iceberg;
insert into db.t values (1,'a');
insert into db.t values (2,'b');
select count(*) from db.t.files;
select * from db.t version as of 1;
select count(*) from db.t.history;
select * from db.t order by id;
====
create table db.taux (pays string, annee int, valeur double, note string);
insert into db.taux values ('SN', 2022, 1.5, 'a'), ('CI', 2022, 2.5, 'b'), ('ML', 2022, 3.5, 'c'), ('BF', 2022, 4.5, null);
create table db.recu (pays string, annee int, valeur double, etat string);
insert into db.recu values ('SN', 2022, 1.75, 'corrige'), ('CI', 2022, 2.5, 'retire'), ('TG', 2022, 9.5, 'nouveau'), ('NE', 2022, 8.5, 'ignore'), ('ML', 2022, null, 'inconnu');
merge into db.taux as t using db.recu as r on t.pays = r.pays and t.annee = r.annee when matched and r.etat = 'retire' then delete when matched and r.valeur is not null then update set valeur = r.valeur, t.note = concat(t.note, '*') when not matched and r.etat <> 'ignore' then insert (pays, annee, valeur) values (r.pays, r.annee, r.valeur);
select * from db.taux order by pays;
merge into db.taux t using (select 'SN' as pays, 2022 as annee, 1.8 as valeur, 'final' as note union all select 'GW', 2022, 0.5, 'neuf') s on t.pays = s.pays when matched then update set * when not matched then insert *;
select * from db.taux order by pays;
merge into db.taux using db.recu on taux.pays = recu.pays when not matched by source and pays = 'GW' then delete when not matched by source then update set note = 'sans source' when not matched by target then insert (valeur, annee, pays) values (valeur * 2, annee, pays);
select * from db.taux order by pays;
merge into db.taux t using db.recu r on t.pays = r.pays when matched and r.valeur > 100 then delete;
merge into db.taux t using (select 'SN' as pays, 0 as part union all select 'ML', 2) s on t.pays = s.pays when matched and s.part <> 0 then update set annee = 2022 + cast(10 / s.part as int);
select pays, annee from db.taux where pays in ('ML', 'SN') order by pays;
merge into db.taux t using (select * from (values ('SN', 1), ('SN', 2)) as v(pays, n)) s on t.pays = s.pays when matched then update set annee = s.n;
merge into db.taux t using (select * from (values ('SN', 1), ('SN', 2)) as v(pays, n)) s on t.pays = s.pays when matched then delete;
select count(*) from db.taux where pays = 'SN';
select pays, note from db.taux order by pays;
create table db.vide (pays string, n int);
merge into db.vide v using (select 'SN' as pays, 1 as n) s on v.pays = s.pays when matched then delete when not matched then insert *;
select * from db.vide;
merge into db.vide v using db.recu r on v.pays = r.pays when matched then update set payss = 'x';
merge into db.vide v using (select 'SN' as pays) s on v.pays = s.pays when matched then update set n = s.nn;
merge into db.vide v using db.recu r on v.pays in (select pays from db.recu) when matched then delete;
merge into db.vide v using db.recu r on v.pays = r.pays;
merge into db.vide v using db.recu r on v.pays = r.pays when matched then update set n = 1, N = 2;
create table db.k (id int, n bigint, d decimal(10,2), s string);
insert into db.k values (1, 10, 1.5, 'a'), (2, 20, 2.5, 'b');
merge into db.k t using (select 1 as id, cast(7 as int) as n, 3 as d, 'z' as s) s on t.id = s.id when matched then update set *;
select * from db.k order by id;
merge into db.k t using (select 1 as id, 'x' as n) s on t.id = s.id when matched then update set n = s.n;
merge into db.k t using (select 3 as id) s on t.id = s.id when not matched then insert (id) values (id);
select * from db.k order by id;
merge into db.k t using (select 1 as id, 5 as n) s on t.id = s.id when matched then update set n = n + 1;
merge into db.k t using (select 1 as id, 5 as n) s on t.id = s.id when matched then update set t.n = t.n + s.n, d = null;
select * from db.k order by id;
merge into db.k t using (select 4 as id, 1 as n, 'q' as s) s on t.id = s.id when not matched then insert *;
merge into db.k t using db.k s on t.id = s.id when matched and t.id = 2 then delete;
select * from db.k order by id;
merge into db.k t using (select 1 as id union all select 1) s on t.id = s.id when matched and t.id = 99 then delete;
select * from db.k order by id;
merge into db.k using (select 9 as id, 90 as n) on id = 1 when not matched then insert (id, n) values (9, 90);
select * from db.k order by id;
merge into db.k t using (select 9 as id) s on t.id = s.id when matched then update set n = 1, n = 2;
merge into db.k t using (select 9 as id) s on t.id = s.id when matched then delete when matched then update set n = 2;
merge into db.k t using (select 9 as id) s on t.id = s.id when matched and s.id = 9 then update set n = default;
select * from db.k order by id;
====
create table db.t (id int, p string, v double) using iceberg partitioned by (p);
insert into db.t values (1,'a',1.0),(2,'b',2.0),(3,'a',3.0);
insert overwrite db.t partition (p='a') select 5, 5.5;
select * from db.t order by id;
insert into db.t partition (p='c') values (7, 7.5);
select * from db.t order by id;
insert overwrite db.t partition (p='b') select 1, 1.0 where false;
select * from db.t order by id;
insert overwrite table db.t partition (p) select 9, 'z', 9.0;
select * from db.t order by id;
====
create table db.t (p string, id int, q int) using iceberg partitioned by (p, q);
insert into db.t values ('a', 1, 1), ('a', 2, 2), ('b', 3, 1);
insert overwrite db.t partition (p='a', q) select 9, 1;
select * from db.t order by p, id;
insert overwrite db.t partition (p='b', q=1) select 10;
select * from db.t order by p, id;
insert into db.t partition (q=5, p='x') select 11;
select * from db.t order by p, id;
insert overwrite db.t partition (q=1) select 'k', 12;
select * from db.t order by p, id;
insert into db.t partition (p='x') select 1;
insert into db.t partition (nope='x') select 1, 2;
insert into db.t partition (id=1) select 'a', 2;
insert into db.t partition (p='a', p='b') select 1;
====
create table db.t (id int, p int) using iceberg partitioned by (p);
insert into db.t partition (p='7') select 1;
insert into db.t partition (p=null) select 2;
select * from db.t order by id;
insert overwrite db.t partition (p=null) select 4;
select * from db.t order by id;
insert overwrite db.t partition (p='x') select 5;
select * from db.t order by id;
====
create table db.t (id int, d date) using iceberg partitioned by (days(d));
insert into db.t values (1, date '2024-01-01');
insert into db.t partition (d=date '2024-01-02') select 2;
insert overwrite db.t partition (d='2024-01-01') select 3;
select * from db.t order by id;
create table db.n (id int, v int) using iceberg;
insert into db.n partition (v=1) select 1;
select * from db.n;
====
create table db.t (id int, d date) using iceberg partitioned by (d);
insert into db.t values (1, date '2024-01-01'), (2, date '2024-01-02');
insert overwrite db.t partition (d='2024-01-01') select 3;
select * from db.t order by id;
insert overwrite db.t partition (d=date '2024-01-02') select 4 union all select 5;
select * from db.t order by id;
====
set spark.sql.session.timeZone=UTC;
set spark.sql.shuffle.partitions=4;
set spark.sql.ansi.enabled=false;
set spark.sql.adaptive.enabled = true;
select 1 / 0, current_timezone();
====
create table db.j using iceberg as select 1 as id, '{"a":1,"b":[{"c":2},{"c":3}]}' as j union all select 2, 'bad' union all select 3, null;
create table db.p using iceberg as select id, from_json(j, 'a int, b array<struct<c:int>>') as s from db.j;
select * from db.p order by id;
select id, s.a, x.c from db.p lateral view outer inline(s.b) x as c order by id, c;
select id, to_json(s) from db.p order by id;
select id, aggregate(s.b, 0, (acc, x) -> acc + x.c) from db.p order by id;
select id, transform(s.b, (x, i) -> x.c * i) from db.p order by id;
select approx_count_distinct(id), approx_count_distinct(s.b) from db.p;
describe db.p;
====
create table db.t (id int not null comment 'the id', s string) using iceberg partitioned by (s) comment 'a table' tblproperties ('a' = 'b');
describe db.t;
desc db.t;
describe table db.t;
====
create table db.t (id int) using iceberg;
create view db.v as select id as x from db.t;
describe db.v;
show columns in db.v;
show views in db;
show views in db like 'v*';
====
create table db.t (id int, s string) using iceberg tblproperties ('a' = 'b', 'write.format.default' = 'parquet');
show tblproperties db.t;
show tblproperties db.t ('a');
show tblproperties db.nope;
alter table db.t set tblproperties ('c' = 'd');
show tblproperties db.t;
====
create table db.t (id int, s string) using iceberg;
merge into db.t t using (select 7 id, 'k' s) s on null when not matched then insert *;
show columns in db.t;
create table db.e as select null n;
