-- What a column without alias is called.
select a + 1 from values (1,2,3,'x') t(a,b,c,s)
select a+b*c from values (1,2,3,'x') t(a,b,c,s)
select a || s from values (1,2,3,'x') t(a,b,c,s)
select -a from values (1,2,3,'x') t(a,b,c,s)
select not (a = 1) from values (1,2,3,'x') t(a,b,c,s)
select a is null from values (1,2,3,'x') t(a,b,c,s)
select a is not null from values (1,2,3,'x') t(a,b,c,s)
select a in (1,2) from values (1,2,3,'x') t(a,b,c,s)
select a not in (1) from values (1,2,3,'x') t(a,b,c,s)
select a between 1 and 2 from values (1,2,3,'x') t(a,b,c,s)
select case when a = 1 then 'x' else 'y' end from values (1,2,3,'x') t(a,b,c,s)
select case a when 1 then 'x' end from values (1,2,3,'x') t(a,b,c,s)
select cast(a as string) from values (1,2,3,'x') t(a,b,c,s)
select cast(a as decimal(10,2)) from values (1,2,3,'x') t(a,b,c,s)
select try_cast(s as int) from values (1,2,3,'x') t(a,b,c,s)
select a = 1 from values (1,2,3,'x') t(a,b,c,s)
select a <> 1 from values (1,2,3,'x') t(a,b,c,s)
select a != 1 from values (1,2,3,'x') t(a,b,c,s)
select a <=> 1 from values (1,2,3,'x') t(a,b,c,s)
select s like 'x%' from values (1,2,3,'x') t(a,b,c,s)
select s not like 'x%' from values (1,2,3,'x') t(a,b,c,s)
select s rlike 'x' from values (1,2,3,'x') t(a,b,c,s)
select count(*) from values (1,2,3,'x') t(a,b,c,s) group by a
select count(1) from values (1,2,3,'x') t(a,b,c,s) group by a
select count(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select count(distinct a) from values (1,2,3,'x') t(a,b,c,s) group by a
select sum(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select sum(a + 1) from values (1,2,3,'x') t(a,b,c,s) group by a
select avg(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select max(s) from values (1,2,3,'x') t(a,b,c,s) group by a
select min(distinct a) from values (1,2,3,'x') t(a,b,c,s) group by a
select first(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select last(a, true) from values (1,2,3,'x') t(a,b,c,s) group by a
select upper(s) from values (1,2,3,'x') t(a,b,c,s)
select substr(s,1,2) from values (1,2,3,'x') t(a,b,c,s)
select substring(s,1,2) from values (1,2,3,'x') t(a,b,c,s)
select concat(s,'x') from values (1,2,3,'x') t(a,b,c,s)
select coalesce(a,0) from values (1,2,3,'x') t(a,b,c,s)
select nvl(a,0) from values (1,2,3,'x') t(a,b,c,s)
select ifnull(a,0) from values (1,2,3,'x') t(a,b,c,s)
select nullif(a,0) from values (1,2,3,'x') t(a,b,c,s)
select if(a>1,'x','y') from values (1,2,3,'x') t(a,b,c,s)
select date_add(date '2024-01-01', a) from values (1,2,3,'x') t(a,b,c,s)
select year(date '2024-01-01') from values (1,2,3,'x') t(a,b,c,s)
select extract(year from date '2024-01-01') from values (1,2,3,'x') t(a,b,c,s)
select trim(s) from values (1,2,3,'x') t(a,b,c,s)
select trim(both 'x' from s) from values (1,2,3,'x') t(a,b,c,s)
select position('x' in s) from values (1,2,3,'x') t(a,b,c,s)
select a / 2 from values (1,2,3,'x') t(a,b,c,s)
select a div 2 from values (1,2,3,'x') t(a,b,c,s)
select a % 2 from values (1,2,3,'x') t(a,b,c,s)
select mod(a,2) from values (1,2,3,'x') t(a,b,c,s)
select round(a,1) from values (1,2,3,'x') t(a,b,c,s)
select ceil(a) from values (1,2,3,'x') t(a,b,c,s)
select array(a,b) from values (1,2,3,'x') t(a,b,c,s)
select array(a,b)[0] from values (1,2,3,'x') t(a,b,c,s)
select struct(a,b) from values (1,2,3,'x') t(a,b,c,s)
select named_struct('x',a).x from values (1,2,3,'x') t(a,b,c,s)
select map(s,a) from values (1,2,3,'x') t(a,b,c,s)
select map(s,a)['x'] from values (1,2,3,'x') t(a,b,c,s)
select 1.5 from values (1,2,3,'x') t(a,b,c,s)
select 1L from values (1,2,3,'x') t(a,b,c,s)
select 1e3 from values (1,2,3,'x') t(a,b,c,s)
select 1.0D from values (1,2,3,'x') t(a,b,c,s)
select true from values (1,2,3,'x') t(a,b,c,s)
select NULL from values (1,2,3,'x') t(a,b,c,s)
select 'x' from values (1,2,3,'x') t(a,b,c,s)
select date '2024-01-01' from values (1,2,3,'x') t(a,b,c,s)
select timestamp '2024-01-01 00:00:00' from values (1,2,3,'x') t(a,b,c,s)
select interval 1 day from values (1,2,3,'x') t(a,b,c,s)
select interval '1-2' year to month from values (1,2,3,'x') t(a,b,c,s)
select X'1F' from values (1,2,3,'x') t(a,b,c,s)
select 1S from values (1,2,3,'x') t(a,b,c,s)
select 1.5BD from values (1,2,3,'x') t(a,b,c,s)
select explode(array(1)) from values (1,2,3,'x') t(a,b,c,s)
select (a) from values (1,2,3,'x') t(a,b,c,s)
select ((a + 1)) from values (1,2,3,'x') t(a,b,c,s)
select a & b from values (1,2,3,'x') t(a,b,c,s)
select ~a from values (1,2,3,'x') t(a,b,c,s)
select a | 1 from values (1,2,3,'x') t(a,b,c,s)
select a ^ b from values (1,2,3,'x') t(a,b,c,s)
select a > b from values (1,2,3,'x') t(a,b,c,s)
select a >= b from values (1,2,3,'x') t(a,b,c,s)
select a < b and b < c from values (1,2,3,'x') t(a,b,c,s)
select a < b or b < c from values (1,2,3,'x') t(a,b,c,s)
select !(a=1) from values (1,2,3,'x') t(a,b,c,s)
select count_if(a > 1) from values (1,2,3,'x') t(a,b,c,s) group by a
select collect_list(a) from values (1,2,3,'x') t(a,b,c,s)
select percentile(a, 0.5) from values (1,2,3,'x') t(a,b,c,s)
select stddev(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select sum(a) filter (where a > 1) from values (1,2,3,'x') t(a,b,c,s) group by a
select row_number() over (order by a) from values (1,2,3,'x') t(a,b,c,s)
select sum(a) over () from values (1,2,3,'x') t(a,b,c,s) group by a
select lag(a) over (order by b) from values (1,2,3,'x') t(a,b,c,s)
select rank() over (partition by a order by b desc) from values (1,2,3,'x') t(a,b,c,s)
select t.a from values (1,2,3,'x') t(a,b,c,s)
select T.A from values (1,2,3,'x') t(a,b,c,s)
select A from values (1,2,3,'x') t(a,b,c,s)
select `a` from values (1,2,3,'x') t(a,b,c,s)
select t.a + t.b from values (1,2,3,'x') t(a,b,c,s)
select (select 1) from values (1,2,3,'x') t(a,b,c,s)
select exists(select 1) from values (1,2,3,'x') t(a,b,c,s)
select decode(a,1,'x') from values (1,2,3,'x') t(a,b,c,s)
select greatest(a,b) from values (1,2,3,'x') t(a,b,c,s)
select left(s,1) from values (1,2,3,'x') t(a,b,c,s)
select len(s) from values (1,2,3,'x') t(a,b,c,s)
select char_length(s) from values (1,2,3,'x') t(a,b,c,s)
select to_date(s) from values (1,2,3,'x') t(a,b,c,s)
select to_timestamp(s,'yyyy') from values (1,2,3,'x') t(a,b,c,s)
select date_format(date '2024-01-01','y') from values (1,2,3,'x') t(a,b,c,s)
select int(a) from values (1,2,3,'x') t(a,b,c,s)
select double(a) from values (1,2,3,'x') t(a,b,c,s)
select string(a) from values (1,2,3,'x') t(a,b,c,s)
select date(s) from values (1,2,3,'x') t(a,b,c,s)
select std(a) from values (1,2,3,'x') t(a,b,c,s)
select mean(a) from values (1,2,3,'x') t(a,b,c,s)
select every(a=1) from values (1,2,3,'x') t(a,b,c,s)
select some(a=1) from values (1,2,3,'x') t(a,b,c,s)
select any(a=1) from values (1,2,3,'x') t(a,b,c,s)
select bool_and(a=1) from values (1,2,3,'x') t(a,b,c,s)
select median(a) from values (1,2,3,'x') t(a,b,c,s)
select mode(a) from values (1,2,3,'x') t(a,b,c,s)
select array_agg(a) from values (1,2,3,'x') t(a,b,c,s)
select -1 from values (1,2,3,'x') t(a,b,c,s)
select - 1 from values (1,2,3,'x') t(a,b,c,s)
select +1 from values (1,2,3,'x') t(a,b,c,s)
select 1 - -1 from values (1,2,3,'x') t(a,b,c,s)
select -a + 1 from values (1,2,3,'x') t(a,b,c,s)
select +a from values (1,2,3,'x') t(a,b,c,s)
select split(s,',')[0] from values (1,2,3,'x') t(a,b,c,s)
select s ilike 'X' from values (1,2,3,'x') t(a,b,c,s)
select a is distinct from b from values (1,2,3,'x') t(a,b,c,s)
select a is not distinct from b from values (1,2,3,'x') t(a,b,c,s)
select isnull(a) from values (1,2,3,'x') t(a,b,c,s)
select isnotnull(a) from values (1,2,3,'x') t(a,b,c,s)
select nvl2(a,1,2) from values (1,2,3,'x') t(a,b,c,s)
select dateadd(day,1,date '2024-01-01') from values (1,2,3,'x') t(a,b,c,s)
select datediff(day,date '2024-01-01',date '2024-01-02') from values (1,2,3,'x') t(a,b,c,s)
select timestampadd(hour,1,timestamp '2024-01-01') from values (1,2,3,'x') t(a,b,c,s)
select substring(s from 1 for 2) from values (1,2,3,'x') t(a,b,c,s)
select overlay(s placing 'x' from 1) from values (1,2,3,'x') t(a,b,c,s)
select floor(a) from values (1,2,3,'x') t(a,b,c,s)
select sign(a) from values (1,2,3,'x') t(a,b,c,s)
select regexp_replace(s,'x','y') from values (1,2,3,'x') t(a,b,c,s)
select any_value(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select first_value(a) from values (1,2,3,'x') t(a,b,c,s) group by a
select max_by(a,b) from values (1,2,3,'x') t(a,b,c,s) group by a
select sum(distinct a) from values (1,2,3,'x') t(a,b,c,s) group by a
select 'it''s' from values (1,2,3,'x') t(a,b,c,s)
select "dq" from values (1,2,3,'x') t(a,b,c,s)
select 'a\nb' from values (1,2,3,'x') t(a,b,c,s)
select concat_ws(',',s,s) from values (1,2,3,'x') t(a,b,c,s)
select get_json_object(s,'$.a') from values (1,2,3,'x') t(a,b,c,s)
select count(a,b) from values (1,2,3,'x') t(a,b,c,s) group by a
select count(distinct a,b) from values (1,2,3,'x') t(a,b,c,s) group by a
select unix_timestamp(s) from values (1,2,3,'x') t(a,b,c,s)
select from_unixtime(a) from values (1,2,3,'x') t(a,b,c,s)
select cast(null as int) from values (1,2,3,'x') t(a,b,c,s)
select a = (select 1) from values (1,2,3,'x') t(a,b,c,s)
select case when a=1 then 1 when a=2 then 2 else null end from values (1,2,3,'x') t(a,b,c,s)
select array(1,2,3) from values (1,2,3,'x') t(a,b,c,s)
select map('a',1) from values (1,2,3,'x') t(a,b,c,s)
select sequence(1,3) from values (1,2,3,'x') t(a,b,c,s)
select ntile(2) over (order by a) from values (1,2,3,'x') t(a,b,c,s)
select first(a) ignore nulls from values (1,2,3,'x') t(a,b,c,s) group by a
select nth_value(a,1) over (order by a) from values (1,2,3,'x') t(a,b,c,s)
select percentile_cont(0.5) within group (order by a) from values (1,2,3,'x') t(a,b,c,s)
SELECT lpad('hi', 5, '??')
select sum(0.1F + x) from values (1F) t(x)
SELECT overlay('Spark SQL' PLACING 'ANSI ' FROM 7 FOR 0)
SELECT first_value(col) FROM VALUES (NULL), (5), (20) AS tab(col)
select a + 1, count(*) from values (1), (1) t(a) group by a + 1
SELECT shiftright(4, 1)
select sum(x), avg(x) from values (cast(NULL as decimal(10,2))) t(x)
SELECT try_element_at(map(1, 'a', 2, 'b'), 2)
SELECT try_element_at(array(1, 2, 3), 2)
SELECT array_except(array(1, 2, 3), array(1, 3, 5))
SELECT try_multiply(2, 3)
SELECT false or NULL
select min(x), max(x) from values (X'01'), (X'FF') t(x)
select k, count(*) from values ('a'), ('A'), ('a ') t(k) group by k order by k
select x, lag(x) ignore nulls over (order by y) from values (1, 1), (NULL, 2), (3, 3) t(x, y)
select round(avg(x), 2), round(sum(x) / count(x), 3) from values (1), (2), (2) t(x)
SELECT extract(doy FROM DATE'2019-08-12')
SELECT ! true
SELECT 1 in(1, 2, 3)
SELECT expm1(0)
SELECT char_length(x'537061726b2053514c')
SELECT concat_ws('/', 'foo', null, 'bar')
SELECT rpad('hi', 5)
select named_struct('x', sum(x)) from values (1) t(x)
SELECT char_length('Spark SQL ')
SELECT cast('10' as int)
select stddev(distinct x) from values (1), (1), (3) t(x)
select round(x, 1), round(x), floor(x), ceil(x), bround(x, 1), abs(x), sign(x), cast(x as int), cast(x as string) from values (2.25), (-2.35), (0.05), (NULL) t(x)
SELECT cbrt(27.0)
SELECT a, b, lag(b) OVER (PARTITION BY a ORDER BY b) FROM VALUES ('A1', 2), ('A1', 1), ('A2', 3), ('A1', 1) tab(a, b)
SELECT true <=> NULL
select k, v, rank() over (partition by k order by v), dense_rank() over (partition by k order by v), row_number() over (partition by k order by v, w), sum(v) over (partition by k) from values ('a',1,1),('a',1,2),('a',2,3),('b',5,4) t(k,v,w) order by k, v, w
SELECT btrim(' SparkSQL ')
SELECT width_bucket(-2.1, 1.3, 3.4, 3)
SELECT nanvl(cast('NaN' as double), 123)
SELECT to_date('2009-07-30 04:17:52') > to_date('2009-07-30 04:17:52')
SELECT width_bucket(-0.9, 5.2, 0.5, 2)
select sum(cast(x as float)) from values (0.1), (0.2) t(x)
select collect_list(x), collect_set(x) from values (NULL) t(x)
SELECT floor(5)
SELECT try_add(timestamp'2021-01-01 00:00:00', interval 1 day)
select count(*) from values (1) t(x) where x > 'a'
select max(x), min(x) from values (-0.0D), (0.0D) t(x)
SELECT overlay('Spark SQL' PLACING 'CORE' FROM 7)
select median(x) from values (1), (NULL), (3) t(x)
select m['a'], map_keys(m), map_values(m), size(m) from values (map('a', 1, 'b', 2)) t(m)
select max(x) from values (array(1,2)), (array(1,3)) t(x)
select corr(x, y), covar_pop(x, y), covar_samp(x, y) from values (1, NULL), (2, 3) t(x, y)
SELECT CASE WHEN 1 > 0 THEN 1 WHEN 2 > 0 THEN 2.0 ELSE 1.2 END
SELECT ltrim(' SparkSQL ')
select x, y, x = y, x <=> y, x < y from values (1, NULL), (NULL, NULL), (2, 1) t(x, y)
SELECT make_date(2013, 7, 15)
SELECT substring('Spark SQL' FROM -3)
SELECT not false
select array_contains(a, 2), size(a), a[0], array_max(a), array_join(a, ','), sort_array(a, false), array_distinct(a), slice(a, 1, 2) from values (array(2, 1, 2)), (array()), (NULL) t(a)
SELECT unbase64('U3BhcmsgU1FM')
SELECT array_size(array('b', 'd', 'c', 'a'))
SELECT timestamp_micros(1230219000123123)
select date '2024-01-01' union all select '2024-01-02'
select a + 1 + 1, count(*) from values (1), (1) t(a) group by a + 1
SELECT width_bucket(5.3, 0.2, 10.6, 5)
select x, row_number() over (order by x), rank() over (order by x), dense_rank() over (order by x), percent_rank() over (order by x), cume_dist() over (order by x), ntile(3) over (order by x) from values (1), (1), (2), (3) t(x)
select upper(a) u, count(*) from values ('x'), ('X') t(a) group by upper(a)
SELECT pi()
SELECT date_trunc('DD', '2015-03-05T09:32:05.359')
SELECT substr('Spark SQL', -3)
SELECT to_date('2016-12-31', 'yyyy-MM-dd')
select a, sum(b) from values (1, 10), (2, 20) t(a, b) group by a having sum(b) > 15
SELECT concat(array(1, 2, 3), array(4, 5), array(6))
select concat_ws('-', collect_list(x)) from values ('a'), ('b') t(x)
select from_json('{"a":1}', 'a int'), from_json('{"a":1}', 'a int').a
select from_json('{"a":1}', 'MAP<string,int>'), from_json('{"a":1}', 'map<string,int>')['a']
select from_json('{"a":1}', 'a int', map('mode', 'FAILFAST'))
select to_json(named_struct('a', 1)), to_json(array(1, 2), map('ignoreNullFields', 'false'))
select schema_of_json('{"a":1}')
select approx_count_distinct(x), approx_count_distinct(x, 0.1) from values (1) t(x)
select aggregate(array(1,2,3), 0, (acc, x) -> acc + x)
select aggregate(array(1,2,3), 0, (acc, x) -> acc + x, acc -> acc * 10)
select transform(array(named_struct('f', named_struct('g', 5))), x -> x.f.g + 1)
select zip_with(array(1,2), array(10,20), (x, y) -> x + y)
select map_filter(map('a',1,'b',2), (k, v) -> v > 1)
select stack(2, 1, 2, 3, 4)
select stack(2, 1, 2, 3)
select inline(array(struct(1, 'a'), struct(2, 'b')))
select inline(array(named_struct('x', 1, 'y', 'a'), named_struct('x', 2, 'y', 'b'))) as (p, q)
select k, v, grouping_id(), count(*) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k, v) order by 1, 2
select *, explode(array(1,2)) as e from values (1) t(a)
select id, inline(a) from values (1, array(struct(1, 'a'), struct(2, 'b'))), (2, null) t(id, a)
select array_sort(array(3,1,2), (l, r) -> l - r)
select exists(array(1,2,3), x -> x > 2)
select s.* from (select struct(1 as a, 'x' as b) s)
select s.*, k from values (named_struct('a', 1, 'b', 'x'), 5) t(s, k)
select t.s.* from values (named_struct('a', 1, 'b', 'x'), 5) t(s, k)
select s.s2.* from (select struct(struct(1 as a, 2 as b) as s2) s)
select s.* from values (named_struct('a', 1)), (null) t(s)
select S.* from values (named_struct('a', 1), 2) t(s, s2)
select struct(*) from values (1, 'a') t(x, y)
select struct(t.*) from values (1, 'a') t(x, y)
select to_json(struct(*)) from values (1, 'a') t(x, y)
select to_json(struct(t.*)) from values (1, 'a') t(x, y)
select x, struct(*).y from values (1, 'a') t(x, y)
select explode(array(1, 2)), explode(array(3, 4))
select explode(array(1, 2)) a, posexplode(array('x')) 
select x, explode(array(x, x + 1)) from values (1), (2) t(x) order by 1, 2
select posexplode(map('a', 1)) as (p, k, v)
select explode(cast(null as array<int>))
select inline(array(struct(1, 'a'), null))
select x, e from values (1, array(1, 2)), (2, null), (3, array()) t(x, a) lateral view explode(a) v as e
select x, e from values (1, array(1, 2)), (2, null), (3, array()) t(x, a) lateral view outer explode(a) v as e order by x, e
select x, p, e from values (1, array('a', null)), (2, null) t(x, a) lateral view outer posexplode(a) v as p, e order by x, p
select x, k, v from values (1, map('a', 1)), (2, null) t(x, m) lateral view outer explode(m) v as k, v order by x
select x, e, f from values (1, array(array(1, 2), array(3))) t(x, a) lateral view explode(a) v as e lateral view explode(e) w as f order by f
select e from (select 1) lateral view explode(sequence(1, 3)) v as e where e > 1
select e, count(*) from values (array(1, 2)), (array(2)) t(a) lateral view explode(a) v as e group by e order by e
select v, first_value(v) over (order by i), last_value(v) over (order by i), last_value(v) over (order by i rows between unbounded preceding and unbounded following), first_value(v, true) over (order by i) from values (1, null), (2, 'b'), (3, 'c') t(i, v) order by i
select first(x) ignore nulls, last_value(x) ignore nulls, first_value(x) respect nulls from values (null), (1), (2), (null) t(x)
select k, max(named_struct('v', v, 'n', n)).n from values ('a', 1, 'x'), ('a', 2, 'y'), ('b', 0, 'z') t(k, v, n) group by k order by k
select k, map_from_entries(collect_list(struct(n, v))) from values ('a', 1, 'x'), ('a', 2, 'y') t(k, v, n) group by k
select t.x.a, x.a from (select struct(1 as a) x) t
select x.a[0].b from (select struct(array(struct(7 as b)) as a) x)
select first_value(v) over (partition by k order by v desc), last_value(v) over (partition by k order by v desc range between current row and unbounded following) from values ('a', 1), ('a', 2) t(k, v) order by v
select x, y from values (1, array('a', 'b')), (2, array()), (3, null) t(x, a) lateral view outer posexplode(a) p as i, y order by x, i
select x, k, v from values (1, map('a', 1, 'b', 2)) t(x, m) lateral view explode(m) as k, v order by k
select x, a.n from values (1, array(named_struct('n', 1), named_struct('n', 2))) t(x, s) lateral view explode(s) e as a order by 2
select inline(array(struct(1, 'a'), struct(2, 'b'))) as (p, q)
select id, explode(split(s, ',')) w from values (1, 'a,b'), (2, '') t(id, s) order by id, w
select explode(array(1, 2)) a, explode(array('x', 'y')) b order by a, b
select posexplode(array('x', 'y')), explode(array(1, 2)) order by 1, 3
select x, explode(array(1, 2)) e, explode(array(x, x + 1)) f from values (10) t(x) order by e, f
select *, explode(array(1, 2)) e, explode(array('p')) f from values (10) t(x) order by e, f
select s.*, s.a + 1 as b1 from values (named_struct('a', 1, 'b', 'x')) t(s)
select t.*, s.* from values (named_struct('a', 1, 'b', 'x'), 7) t(s, k)
select *, s.* from values (named_struct('a', 1, 'b', 'x'), 7) t(s, k)
select a.* from (select explode(array(named_struct('p', 1, 'q', 2), named_struct('p', 3, 'q', 4))) as a) order by p
select s.inner_.* from (select named_struct('inner_', named_struct('z', 9)) s)
select s.*, count(*) over () c from values (named_struct('a', 1)) t(s)
select to_json(struct(*)) j from values (1, 'a', null) t(x, y, z)
select to_json(struct(t.*)) j, u.w from values (1, 'a') t(x, y), values (5) u(w)
select md5(to_json(struct(*))) from values (1, 'a') t(x, y)
select struct(*) st, x from values (1, 'a') t(x, y)
select struct(a.*), struct(b.*) from values (1) a(x) join values (1, 2) b(y, z) on x = y
select collect_list(struct(*)) from values (1, 'a'), (2, 'b') t(x, y)
select x from values ('abc'), ('xyz'), (null) t(x) where x like any ('a%', '%z')
select x from values ('abc'), ('xyz'), (null) t(x) where x not like any ('a%', '%z') order by x
select x from values ('abc'), ('xyz'), (null) t(x) where x like all ('a%', '%c')
select x from values ('abc'), ('xyz'), (null) t(x) where x not like all ('a%', 'q')
select x ilike any ('A%', 'q') from values ('abc') t(x)
select map_from_entries(collect_list(struct(k, v))) from values ('a', 1), ('b', 2) t(k, v)
select max_by(k, v), min_by(k, v), max(struct(v, k)).k from values ('a', 1), ('b', 2) t(k, v)
select regexp_substr('foobar', 'o+'), regexp_instr('foobar', 'o+'), regexp_substr('foobar', 'x'), regexp_instr('foobar', 'x'), regexp_instr(null, 'x'), regexp_count('foobar', 'o')
select mask('Abc-123-éÉ'), mask(null), mask('Ab1', 'U'), mask('Ab1', 'U', 'l'), mask('Ab1', null, null, null), url_encode('https://x.org/?q=é à'), url_decode('https%3A%2F%2Fx.org%2F%3Fq%3D%C3%A9+%C3%A0')
select substr('abc' from 2 for 1)
select 'abc' like any ('x%', 'a%')
select 'abc' not like all ('x', 'y')
select regexp_instr('abcabc', 'c')
select regexp_substr('abc', 'b.')
select regexp_substr('abc', 'x')
select regexp_instr('abc', 'x')
select mask('AbCd-12é')
select mask('AbC1', 'Q', 'q', 'd', 'o')
select mask('AbC1-', null, null, null, '*')
select mask('ÀÉ1')
select shiftrightunsigned(-8L, 60)
select bit_get(5, 0)
select getbit(5, 1)
select shiftright(8, null)
select assert_true(true)
select * from (select 1 as a, 2 as A) s
with t as (select 1 as a) select a, A from t
with t as (select 1 as a), u as (select a, A from t) select a from u
with t as (select 1 as a), u as (select a, t.A from t) select A from u
with t as (select 1 as a), u as (select 1 as A) select t.a, u.A from t join u on t.a = u.a
with t as (select 1 as a), u as (select 1 as A) select a from t left semi join u on t.a = u.a
with t as (select 1 as a) select a, A from t order by a
select (select max(v) from values (1, 1), (2, 2) u(k, v) where u.k = t.k) from values (1), (2) t(k) order by k
select (select 1)
select (select 1) + 1
select (select max(x) from values (1) t(x)) as m
select exists (select 1)
select k, (select count(*) from values (1) u(k) where u.k = t.k) from values (1), (2) t(k) order by k
select coalesce((select max(v) from values (1, 1) u(k, v) where u.k = t.k), 0) from values (1) t(k)
select 1E-38
select 1e-7
select 1E10
select 1.5E300
select 1E+5
select .5, 5., 0.10, 00.5
select 123456789012345678901234567890
select 0.00000000000000000001
select 1e-5D, 1.0e-5F, 1E38F
select -1E-38
select 1E-400
select 1L, 1S, 1Y, -1L
select 1.0E3 + 1
select 'a"b', "a'b", 'a\nb', 'tab\t'
select 1e308 * 10, 1e0
select interval 1 day, interval '1' day
select date'2024-1-1', timestamp'2024-01-01 10:00'
select x'1F', X'abc'
select null, true, false
select (1, 2), struct(1 as a, 2), array(1, 2), map('a', 1)
select not true, !true, - 1, -(1), +1, ~1
select x between 1 and 2, x not in (1, 2), x is null, x like 'a%' from values (1) t(x)
select 1 <> 2, 1 != 2, 1 <=> 2, 1 == 2
select count(*), count(1), count(distinct x), sum(distinct x), count(x, y) from values (1, 2) t(x, y)
select sum(x) filter (where x > 1) from values (1) t(x)
select first(x), first(x, true), first(x) ignore nulls, last(x) from values (1) t(x)
select percentile_cont(0.5) within group (order by x), percentile(x, 0.5), percentile_approx(x, 0.5), median(x), mode(x) from values (1) t(x)
select lag(x) over (order by x), lead(x, 2, 0) over (order by x), row_number() over (partition by x order by y desc nulls last), sum(x) over (), sum(x) over w from values (1, 2) t(x, y) window w as (partition by x)
select nth_value(x, 1) over (order by x rows between 1 preceding and 1 following) from values (1) t(x)
select extract(year from date'2024-01-01'), date_part('year', date'2024-01-01'), year(date'2024-01-01')
select trim(both 'x' from 'xax'), trim('a'), ltrim('x', 'xa'), position('a' in 'ba'), substring('abc' from 2 for 1)
select date_add(date'2024-01-01', 1), date'2024-01-01' + 1, date'2024-01-01' + interval 1 day
select transform(array(1), x -> x + 1), filter(array(1), x -> x > 0), aggregate(array(1), 0, (a, x) -> a + x)
select case when true then 1 end, case 1 when 1 then 2 else 3 end
select ceil(1.5), ceiling(1.5), floor(1.5), round(1.5), log(2), ln(2), nvl(null, 1), ifnull(null, 1), nvl2(1, 2, 3), coalesce(null, 1), nullif(1, 2)
select concat('a', 'b'), 'a' || 'b', concat_ws('-', 'a', 'b'), 'a' || 'b' || 'c'
select split('a', 'b'), split('a', 'b', 2), element_at(array(1), 1), array(1)[0], size(array(1)), cardinality(array(1))
select datediff(date'2024-01-02', date'2024-01-01'), datediff(day, date'2024-01-01', date'2024-01-02'), date_diff(date'2024-01-02', date'2024-01-01')
select timestampadd(day, 1, date'2024-01-01'), dateadd(day, 1, date'2024-01-01'), timestampdiff(day, date'2024-01-01', date'2024-01-02')
select collect_list(x), collect_set(x), array_agg(x), any_value(x), some(x > 1), every(x > 1), bool_and(x > 1) from values (1) t(x)
select approx_count_distinct(x), stddev(x), stddev_samp(x), var_pop(x), variance(x), corr(x, x), std(x) from values (1) t(x)
select grouping(x), grouping_id(x), grouping_id() from values (1) t(x) group by cube(x) order by 1
select x as `My Col`, `My Col` from (select 1 as x, 2 as `My Col`)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k and u.w = t.j) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k and u.w = t.k) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = T.K) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = j) from values (1, 1) t(k, j)
select exists (select 1 from values (1, 1, 1) u(k, v, w) where u.k = t.k) from values (1, 1) t(k, j)
select not exists (select 1 from values (1, 1, 1) u(k, v, w) where u.k = t.k and u.v = t.j) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k + t.j) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where t.j = u.k and u.k = t.k) from values (1, 1) t(k, j)
select (select max(u.v) from values (1, 1, 1) u(k, v, w) join values (1) z(z) on z.z = u.k where u.k = t.k) from values (1, 1) t(k, j)
select (select sum(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k), (select sum(v) from values (1, 1, 1) u(k, v, w) where u.k = t.j) from values (1, 1) t(k, j)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k and u.w = t.j having max(v) > 0) from values (1, 1) t(k, j)
select upper((select max(x) from values ('a') u(x) where u.x = t.k)) from values ('a') t(k)
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.j and u.w = t.k) from values (1, 1) t(k, j)
select sum(x) over (order by x range between 1 preceding and current row) from values (1) t(x)
select sum(x) over (order by x range between 1L preceding and current row) from values (1L) t(x)
select sum(x) over (order by d range between 1 preceding and current row) from values (1, date'2024-01-01') t(x, d)
select array_sort(array(1)), array_sort(x), sort_array(x), sort_array(x, false) from values (array(1)) t(x)
select date'2024-01-01' + interval -1 day, date'2024-01-01' - interval 1 day, date'2024-01-01' + interval 2 weeks
select d + interval 1 day, d - interval 3 days, d + interval 1 month, d - interval 1 year, d + interval 1 hour from values (date'2024-01-01') t(d)
select d + interval 1 day, d - interval 3 days, d + interval 1 month, d - interval 1 year, d + interval 1 hour from values (timestamp'2024-01-01') t(d)
select d + 1, d - 1, d + x, d - x, d + 1Y, d - d from values (date'2024-01-01', 1) t(d, x)
select d + 1S, d - 2Y, date'2024-01-01' + 1S from values (date'2024-01-01', 1) t(d, x)
select 0.0000001, 0.000001, 0.00000010, 123.0000000001, 0.0000000, 0.000000, -0.00000001, 1.0E-7
select d + interval '1' day, interval 1 day + d from values (date'2024-01-01') t(d)
select d + interval 1 year 2 months, d - interval 1 day 3 hours 5 minutes from values (timestamp'2024-01-31 10:00:00') t(d)
select d + interval -1 year 2 months, d + interval 1 week 1 day, d + interval '2' days '3' hours from values (timestamp'2024-01-31 10:00:00') t(d)
select cast('2024-01-31' as date) + interval 1 month - interval 1 day
select collect_set(x) from values (0.0F), (-0.0F) t(x)
select x from values (-0.0D) t(x) group by x
select x, count(*) from values (array(-0.0D)), (array(0.0D)) t(x) group by x
select distinct x from values (named_struct('a', -0.0D)), (named_struct('a', 0.0D)) t(x)
select count(*) from values (named_struct('a', -0.0D), 1) t(x, y) join values (named_struct('a', 0.0D), 1) u(x, y) on t.x = u.x
select s from values (named_struct('a', -0.0D, 'b', 2), 1), (named_struct('a', 0.0D, 'b', 1), 2), (named_struct('a', -0.0D, 'b', 0), 3) t(s, y) order by s
select max(s), min(s) from values (named_struct('a', -0.0D, 'b', 1), 1), (named_struct('a', 0.0D, 'b', 1), 2), (named_struct('a', -0.0D, 'b', 0), 3) t(s, y)
