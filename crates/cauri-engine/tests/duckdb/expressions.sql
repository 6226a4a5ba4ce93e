-- One expression or query a line; `expectations.py` asks a real DuckDB for the answers.
-- constants
1
2147483647
2147483648
-2147483648
9223372036854775807
9223372036854775808
1.5
1.50
-1.5
0.001
1e3
1.5e-3
'a'
'it''s'
true
null
date '2024-02-29'
timestamp '2024-02-29 12:34:56.789'
interval '1 day'
interval 3 month
interval '2 years 3 months'
interval (2) hour
-- arithmetic
1 + 1
7 / 2
6 / 2
-7 / 2
1 / 0
0 / 0
1.0 / 3
10.50 / 2
7 // 2
-7 // 2
7 // 0
7.5 // 2
7 % 3
-7 % 3
7 % -3
7 % 0
7.5 % 2
mod(7, 3)
mod(-7, 3)
1 + 1.5
1.25 * 1.1
1.5 + 1.25
1.5 - 0.25
1.5 * 2
100 * 1.5 / 3
2147483647 + 1
2147483647 * 2
9223372036854775807 + 1
cast(2147483647 as integer) + cast(1 as integer)
cast(9223372036854775807 as bigint) + 1
cast(100 as tinyint) + cast(100 as tinyint)
cast(1 as smallint) + 1
cast(1.5 as decimal(10,2)) + cast(2 as integer)
cast(1.5 as decimal(10,2)) * cast(2 as bigint)
cast(1.5 as decimal(10,2)) * cast(2.25 as decimal(8,3))
cast(1.5 as decimal(10,2)) - cast(2.25 as decimal(8,3))
cast(1.5 as decimal(10,2)) / cast(0.5 as decimal(8,3))
cast(1.5 as double) + cast(1.5 as decimal(10,2))
cast(1 as integer) + cast(1.5 as double)
cast(5 as integer) / cast(2 as integer)
2 ** 10
2 ^ 3
pow(2, 3)
power(2, 0.5)
-(-3)
abs(-3)
abs(-3.5)
sign(-3)
round(2.5)
round(-2.5)
round(2.345, 2)
round(1234.5, -2)
round(cast(2.5 as double))
round(cast(2.345 as double), 2)
round(cast(7 as integer) / 2, 2)
ceil(1.2)
ceiling(-1.2)
floor(1.8)
floor(-1.8)
trunc(1.8)
trunc(-1.8)
sqrt(16)
asin(0.5)
acos(0.25)
atan2(1, 2)
asin(2)
acos(NULL)
asin(sqrt(power(sin(radians((48.85 - 6.13) / 2)), 2)))
exp(0)
ln(1)
log10(1000)
log(100)
log2(8)
pi()
greatest(1, 2, 3)
greatest(1, null, 3)
least('a', 'b')
least(1, 1.5)
1 & 3
1 | 2
1 << 4
xor(5, 1)
even(3)
factorial(5)
gcd(12, 18)
isnan('nan'::double)
-- casts
'12'::int
'1.5'::double
'1.567'::decimal(5,2)
'abc'::varchar
cast('12' as bigint)
cast(1.5 as integer)
cast(2.5 as integer)
cast(-2.5 as integer)
cast(cast(2.5 as double) as integer)
cast(cast(3.5 as double) as integer)
cast(1 as varchar)
cast(1.50 as varchar)
cast(cast(1.0 as double) as varchar)
cast(cast(0.1 as double) + 0.2 as varchar)
cast(cast(1e20 as double) as varchar)
cast(cast(1.5 as float) as varchar)
cast(true as varchar)
cast(true as integer)
cast(0 as boolean)
cast('t' as boolean)
cast('yes' as boolean)
cast('false' as boolean)
cast('2024-01-15' as date)
'2024-01-15'::date
'2024-01-15'::timestamp
cast('2024-01-15 10:20:30' as timestamp)
cast(timestamp '2024-01-15 10:20:30' as date)
cast(date '2024-01-15' as timestamp)
cast(date '2024-01-15' as varchar)
cast(timestamp '2024-01-15 10:20:30' as varchar)
cast(timestamp '2024-01-15 10:20:30.5' as varchar)
cast('abc' as integer)
cast('2024-13-01' as date)
cast('300' as tinyint)
cast(300 as tinyint)
cast(' 12 ' as integer)
cast('1.7' as integer)
cast('' as integer)
try_cast('abc' as integer)
try_cast('2024-13-01' as date)
try_cast('12' as integer)
try_cast('1.5' as decimal(4,1))
try_cast(300 as tinyint)
cast(1 as decimal(10,2))
cast(1.005 as decimal(10,2))
cast(123456 as decimal(5,2))
cast(1 as numeric)
cast(1.5 as real)
cast('a' as text)
cast('a' as string)
cast('a' as character varying(10))
cast(1 as hugeint)
cast(1 as float8)
cast(1 as int8)
cast(null as integer)
cast(12345678901 as integer)
-- text
'a' || 'b'
'a' || null
'a' || 1
concat('a', 'b', 'c')
concat('a', null, 'b')
concat('a', 1, true)
concat_ws('-', 'a', null, 'b')
length('été')
length('')
len('abc')
upper('été')
lower('ÀÉ')
trim('  a  ')
ltrim('xxa', 'x')
rtrim('axx', 'x')
trim('xax', 'x')
trim(both 'x' from 'xax')
trim(leading 'x' from 'xax')
substring('hello', 2, 3)
substring('hello', 2)
substring('hello', -3)
substring('hello', 0, 2)
substr('hello', 2, 3)
substring('hello' from 2 for 3)
'hello'[1]
'hello'[1:3]
'hello'[-1]
left('hello', 2)
left('hello', -2)
right('hello', 2)
replace('aXbX', 'X', '-')
replace('abc', '', '-')
position('l' in 'hello')
strpos('hello', 'l')
instr('hello', 'z')
contains('hello', 'ell')
starts_with('hello', 'he')
prefix('hello', 'he')
suffix('hello', 'lo')
ends_with('hello', 'lo')
lpad('7', 3, '0')
lpad('12345', 3, '0')
rpad('7', 3, '0')
repeat('ab', 3)
reverse('été')
ascii('a')
chr(233)
unicode('é')
split_part('a-b-c', '-', 2)
split_part('a-b-c', '-', 5)
split_part('a-b-c', '-', -1)
string_split('a,b,c', ',')
str_split('a,b,c', ',')
string_to_array('a,b,c', ',')
split('a,b', ',')
string_split('', ',')
string_split('a,b,c', ',')[1]
string_split('a,b,c', ',')[-1]
string_split('a,b,c', ',')[9]
string_split('a, b,c', ',')[2]
regexp_matches('hello', 'l+')
regexp_matches('Hello', 'h', 'i')
regexp_matches('hello', '^l')
regexp_full_match('hello', 'h.*o')
regexp_replace('hello', 'l', 'L')
regexp_replace('hello', 'l', 'L', 'g')
regexp_replace('abc123', '([a-z]+)([0-9]+)', '\2\1')
regexp_extract('abc123', '[0-9]+')
regexp_extract('abc123', '([a-z]+)([0-9]+)', 2)
regexp_extract('abc', '[0-9]+')
regexp_extract_all('a1b2', '[0-9]')
regexp_split_to_array('a1b2c', '[0-9]')
'hello' like 'h%'
'hello' like 'H%'
'hello' ilike 'H%'
'hello' not like '%z%'
'a%b' like 'a\%b' escape '\'
'hello' ~ 'h.*o'
'hello' similar to 'h.*o'
'hello' glob 'h*'
'a' < 'B'
'é' > 'z'
'a' = 'A'
'' is null
md5('hello')
sha256('hello')
sha1('hello')
md5(null)
to_base64('hello'::blob)
hex('hello')
format('{} is {}', 'a', 1)
printf('%d-%s', 5, 'x')
nullif('a', 'a')
nullif(1, 2)
coalesce(null, 'b')
coalesce(null, 1, 2)
coalesce(1, 2.5)
ifnull(null, 3)
translate('abc', 'ab', 'xy')
initcap('hello world')
strip_accents('été')
jaccard('abc', 'abd')
levenshtein('kitten', 'sitting')
damerau_levenshtein('ab', 'ba')
-- dates and times
date '2024-01-31' + interval '1 month'
date '2024-02-29' + interval '1 year'
date '2024-01-01' + interval 1 day
date '2024-01-01' + 1
date '2024-01-10' - 3
date '2024-01-10' - date '2024-01-01'
timestamp '2024-01-10 12:00:00' - timestamp '2024-01-01 00:00:00'
date '2024-01-01' - interval '1 day'
timestamp '2024-01-01 00:00:00' + interval '90 minutes'
date '2024-01-01' + 2 * interval '1 week'
date '2024-01-01' + cast(3 as bigint) * interval 1 month
interval '1 day' * 3
interval '1 day' + interval '2 hours'
date '1960-02-29' + interval '1 day'
date '1969-12-31' - date '1970-01-02'
'2024-01-01'::date + interval (5) day
to_days(3)
to_months(2)
date '2024-01-01' + to_days(3)
date '2024-01-01' + to_months(1)
date_add(date '2024-01-01', interval '1 day')
date_diff('day', date '2024-01-01', date '2024-03-01')
date_diff('month', date '2024-01-31', date '2024-03-01')
date_diff('year', date '2023-12-31', date '2024-01-01')
date_diff('week', date '2024-01-07', date '2024-01-08')
date_diff('quarter', date '2024-01-31', date '2024-10-01')
date_diff('hour', timestamp '2024-01-01 00:59:00', timestamp '2024-01-01 02:00:00')
date_diff('day', timestamp '1969-12-31 23:00:00', timestamp '1970-01-01 01:00:00')
datediff('day', '2024-01-01'::timestamp, '2024-01-05'::timestamp)
date_sub('day', timestamp '2024-01-01 12:00:00', timestamp '2024-01-03 11:00:00')
date_sub('month', date '2024-01-31', date '2024-02-29')
datesub('year', date '2023-06-01', date '2024-05-31')
date_part('year', date '2024-02-29')
date_part('month', date '2024-02-29')
date_part('dow', date '2024-02-25')
date_part('isodow', date '2024-02-25')
date_part('doy', date '2024-12-31')
date_part('week', date '2024-12-30')
date_part('quarter', date '2024-05-01')
date_part('epoch', timestamp '1970-01-02 00:00:00.5')
date_part('hour', timestamp '2024-01-01 13:00:00')
date_part('second', timestamp '2024-01-01 13:00:01.5')
datepart('day', date '2024-02-29')
extract(year from date '2024-02-29')
extract(dow from date '2024-02-29')
extract('month' from date '2024-02-29')
extract(epoch from date '1970-01-02')
extract(week from date '2021-01-01')
extract(isoyear from date '2021-01-01')
year(date '2024-02-29')
month(date '2024-02-29')
day(date '2024-02-29')
hour(timestamp '2024-02-29 13:14:15')
minute(timestamp '2024-02-29 13:14:15')
second(timestamp '2024-02-29 13:14:15')
quarter(date '2024-02-29')
week(date '2024-02-29')
weekofyear(date '2024-02-29')
dayofweek(date '2024-02-29')
isodow(date '2024-02-29')
dayofyear(date '2024-02-29')
dayofmonth(date '2024-02-29')
dayname(date '2024-02-29')
monthname(date '2024-02-29')
date_trunc('month', date '2024-02-29')
date_trunc('year', timestamp '2024-02-29 12:34:56')
date_trunc('week', date '2024-02-29')
date_trunc('quarter', date '2024-05-31')
date_trunc('day', timestamp '2024-02-29 12:34:56')
date_trunc('hour', timestamp '2024-02-29 12:34:56')
date_trunc('day', timestamp '1969-12-31 12:00:00')
date_trunc('decade', date '2024-02-29')
datetrunc('month', date '2024-02-29')
last_day(date '2024-02-10')
last_day(timestamp '2023-02-10 10:00:00')
make_date(2024, 2, 29)
make_timestamp(2024, 2, 29, 12, 34, 56.5)
strftime(date '2024-02-29', '%Y-%m-%d')
strftime(timestamp '2024-02-09 03:04:05', '%d/%m/%y %H:%M:%S')
strftime(timestamp '2024-02-09 13:04:05', '%A %B %j %p %I')
strftime(date '2024-02-09', '%a %b %-d')
strftime('%Y', date '2024-02-29')
strptime('2024-02-29', '%Y-%m-%d')
strptime('29/02/2024 12:34', '%d/%m/%Y %H:%M')
strptime('abc', '%Y-%m-%d')
try_strptime('abc', '%Y-%m-%d')
epoch(timestamp '2024-01-01 00:00:00')
epoch_ms(timestamp '2024-01-01 00:00:00')
epoch_us(timestamp '2024-01-01 00:00:00')
epoch_ms(1704067200000)
make_timestamp(1704067200000000)
to_timestamp(1704067200)
cast(to_timestamp(1704067200) at time zone 'UTC' as timestamp)
timestamp '2024-01-01 00:00:00' at time zone 'UTC'
age(timestamp '2024-03-01', timestamp '2024-01-15')
timestamp '2024-01-01' > date '2023-12-31'
date '2024-01-01' = '2024-01-01'
date '2024-01-01' > '2023-12-31'
timestamp '2024-01-01 00:00:00' = '2024-01-01'
'2024-01-01' < date '2024-01-02'
date '2024-01-01' between '2023-01-01' and '2024-12-31'
date '2024-01-05' in ('2024-01-05', '2024-01-06')
coalesce(date '2024-01-01', '2024-01-02')
greatest(date '2024-01-01', date '2024-06-01')
isfinite(date '2024-01-01')
time '12:34:56'
date '0001-01-01'
date '1900-02-28' + 1
-- conditions
1 = 1.0
1 = '1'
'10' > 9
1 <> 2
1 != 2
null = null
null is null
1 is distinct from null
null is not distinct from null
1 in (1, 2)
1 in (2, null)
3 not in (1, 2)
1 between 0 and 2
not true
true and null
false and null
true or null
case when 1 > 2 then 'a' else 'b' end
case 2 when 1 then 'a' when 2 then 'b' end
case when false then 1 end
case when true then 1 else 2.5 end
if(1 > 2, 'a', 'b')
true = 1
1 == 1
-- lists, structs, maps
[1, 2, 3]
[]
['a', null]
[1, 2.5]
array[1, 2]
list_value(1, 2)
[1, 2, 3][1]
[1, 2, 3][0]
[1, 2, 3][-1]
[1, 2, 3][2:3]
[1, 2, 3][5]
list_extract([1, 2], 2)
array_extract(['a', 'b'], 1)
len([1, 2, 3])
length([1, 2, 3])
array_length([1, 2, 3])
array_length([])
list_contains([1, 2], 2)
array_contains(['a'], 'b')
list_has([1, 2], 3)
list_append([1], 2)
array_append([1], 2)
list_prepend(0, [1])
list_concat([1], [2, 3])
array_cat([1], [2])
[1] || [2]
array_concat([1], [2])
list_position([5, 6], 6)
array_position([5, 6], 9)
list_distinct([1, 1, 2])
list_sort([3, 1, 2])
list_sort(['b', null, 'a'])
list_reverse_sort([3, 1, 2])
array_sort([3, 1, 2])
list_reverse([1, 2])
list_slice([1, 2, 3], 2, 3)
list_sum([1, 2, 3])
list_avg([1, 2])
list_min([2, 1])
list_max([2, 1])
list_aggregate([1, 2], 'sum')
list_aggr(['a', 'b'], 'string_agg', '-')
list_unique([1, 1, 2])
flatten([[1], [2, 3]])
array_to_string(['a', 'b', null], '-')
array_to_string([1, 2], ',')
list_filter([1, 2, 3], x -> x > 1)
list_transform([1, 2], x -> x + 1)
[x + 1 for x in [1, 2]]
range(3)
range(1, 4)
range(0, 10, 3)
generate_series(1, 3)
{'a': 1, 'b': 'x'}
{'a': 1}.a
struct_pack(a := 1, b := 'x')
row(1, 'a')
struct_extract({'a': 1}, 'a')
map {'a': 1}
map(['a'], [1])['a']
unnest([1, 2])
cast([1, 2] as varchar)
-- json
json_extract_string('{"a": {"b": "x"}}', '$.a.b')
json_extract('{"a": 1}', '$.a')
'{"a": "x"}'::json ->> 'a'
-- rows
select x from (values (3), (1), (2)) t(x) order by x
select x from (values (3), (null), (1)) t(x) order by x
select x from (values (3), (null), (1)) t(x) order by x desc
select x from (values (3), (null), (1)) t(x) order by x nulls first
select x from (values ('b'), ('A'), ('a'), ('é'), ('z')) t(x) order by x
select * from (values (1, 'a'), (2, 'b')) order by 1
values (1, 'a')
select a.x, b.y from (values (1), (2)) a(x) left join (values (1, 'u')) b(x, y) using (x) order by 1
select a.x, b.x as bx from (values (1), (2)) a(x) full outer join (values (2), (3)) b(x) on a.x = b.x order by 1, 2
select count(*) from (values (1), (2)) a(x) cross join (values (1), (2)) b(y)
select x from (values (1), (2), (3)) t(x) where x in (select y from (values (2), (3)) u(y)) order by x
select x from (values (1), (2)) t(x) where exists (select 1 from (values (2)) u(y) where y = x)
select exists (select 1 where false)
select x, (select max(y) from (values (1), (5)) u(y) where y < x) m from (values (3), (9)) t(x) order by x
with a as (select 1 as x), b as (select x + 1 as y from a) select y from b
with recursive r(n) as (select 1 union all select n + 1 from r where n < 3) select n from r order by n
select 1 as x union all select 2 order by x
select 1 as x union select 1
select 1 as x union all select 2.5 order by x
select 1 as x union all select null order by x
select 'a' as x union all select null order by x
select x from (values (1), (2), (2)) t(x) except select 1
select x from (values (1), (2), (2)) t(x) except all select 2 order by 1
select x from (values (1), (2), (2)) t(x) intersect select 2
select x from (values (2), (2), (2)) t(x) intersect all select y from (values (2), (2)) u(y)
select 1 as a, 'x' as b union by name select 'y' as b, 2 as a order by a
select distinct x from (values (1), (1), (2)) t(x) order by x
select distinct on (x) x, y from (values (1, 2), (1, 1), (2, 3)) t(x, y) order by x, y
select x from (values (1), (2), (3)) t(x) order by x limit 1 offset 1
select x, row_number() over (order by x desc) rn from (values (1), (2)) t(x) order by x
select x, sum(x) over (order by x) s from (values (1), (2), (3)) t(x) order by x
select x, sum(x) over (partition by g order by x rows between 1 preceding and current row) s from (values (1, 1), (1, 2), (2, 3)) t(g, x) order by x
select x, lag(x) over (order by x) l, lead(x, 1, 0) over (order by x) e from (values (1), (2)) t(x) order by x
select x, first_value(x) over (order by x) f, last_value(x) over (order by x) l from (values (1), (2)) t(x) order by x
select x, rank() over (order by x) r, dense_rank() over (order by x) d from (values (1), (1), (2)) t(x) order by x
select x, ntile(2) over (order by x) n from (values (1), (2), (3)) t(x) order by x
select x, percent_rank() over (order by x) p, cume_dist() over (order by x) c from (values (1), (2)) t(x) order by x
select x from (values (1), (2)) t(x) qualify row_number() over (order by x desc) = 1
select x, row_number() over w rn from (values (1), (2)) t(x) window w as (order by x) order by x
select * exclude (y) from (values (1, 2)) t(x, y)
select * exclude y from (values (1, 2)) t(x, y)
select * replace (x + 1 as x) from (values (1, 2)) t(x, y)
select t.* exclude (y) from (values (1, 2)) t(x, y)
select columns('x.*') from (values (1, 2, 3)) t(x1, x2, y)
select min(columns(*)) from (values (1, 2), (0, 5)) t(x, y)
select g, sum(x) s from (values ('a', 1), ('a', 2), ('b', 3)) t(g, x) group by g order by g
select g, sum(x) s from (values ('a', 1), ('a', 2), ('b', 3)) t(g, x) group by all order by all
select g, sum(x) s from (values ('a', 1), ('a', 2), ('b', 3)) t(g, x) group by 1 order by 2 desc
select g as k, count(*) n from (values ('a'), ('a'), ('b')) t(g) group by k having n > 1
select x + 1 as y, y * 2 as z from (values (1)) t(x)
select x as y from (values (1), (2)) t(x) where y > 1
select X, "x" from (values (1)) t(x)
select T.X from (values (1)) t(x)
select "A" from (select 1 as a) t
select a from (select 1 as "A") t
from (values (1), (2)) t(x) select x order by x
from (values (1), (2)) t(x) order by x
select sum(x) from (values (1), (2)) t(x)
select sum(x) from (values (1.5), (2.25)) t(x)
select sum(x) from (values (1.5::double), (2)) t(x)
select sum(x) from (values (9223372036854775807), (1)) t(x)
select sum(x) from (values (null::integer)) t(x)
select sum(distinct x) from (values (1), (1), (2)) t(x)
select sum(x) + 1 from (values (1), (2)) t(x)
select sum(x) / 2 from (values (1), (2)) t(x)
select sum(x) * 1.5 from (values (1), (2)) t(x)
select avg(x) from (values (1), (2)) t(x)
select avg(x) from (values (1.5), (2.25)) t(x)
select count(*) from (values (1), (null)) t(x)
select count(x) from (values (1), (null)) t(x)
select count() from (values (1), (null)) t(x)
select count(distinct x) from (values (1), (1), (null)) t(x)
select min(x), max(x) from (values ('b'), ('a')) t(x)
select min(x), max(x) from (values (1.5), (2)) t(x)
select max(x, 2) from (values (1), (3), (2)) t(x)
select min(x, 2) from (values (1), (3), (2)) t(x)
select arg_max(x, y) from (values ('a', 1), ('b', 2)) t(x, y)
select max_by(x, y) from (values ('a', 1), ('b', 2)) t(x, y)
select arg_min(x, y), min_by(x, y) from (values ('a', 1), ('b', 2)) t(x, y)
select any_value(x) from (values (null), (2)) t(x)
select first(x order by x), last(x order by x) from (values (2), (1)) t(x)
select arbitrary(x) from (values (1)) t(x)
select mode(x) from (values (1), (2), (2)) t(x)
select median(x) from (values (1), (2), (4)) t(x)
select median(x) from (values (1), (2)) t(x)
select quantile_cont(x, 0.25) from (values (1), (2), (3), (4)) t(x)
select quantile_disc(x, 0.5) from (values (1), (2), (3), (4)) t(x)
select percentile_cont(0.5) within group (order by x) from (values (1), (2)) t(x)
select percentile_disc(0.5) within group (order by x) from (values (1), (2)) t(x)
select approx_count_distinct(x) from (values (1), (2), (2)) t(x)
select stddev(x), stddev_pop(x), variance(x), var_pop(x) from (values (1), (2), (4)) t(x)
select stddev(x) from (values (1)) t(x)
select corr(x, y) from (values (1, 2), (2, 4), (3, 7)) t(x, y)
select covar_pop(x, y), covar_samp(x, y) from (values (1, 2), (2, 4), (3, 7)) t(x, y)
select bool_and(x), bool_or(x) from (values (true), (false)) t(x)
select string_agg(x, ',') from (values ('a')) t(x)
select string_agg(x, ',' order by x desc) from (values ('a'), ('b'), (null)) t(x)
select string_agg(x, '-' order by y) from (values ('a', 2), ('b', 1)) t(x, y)
select string_agg(distinct x, ',' order by x) from (values ('a'), ('b'), ('a')) t(x)
select listagg(x, ',' order by x) from (values ('b'), ('a')) t(x)
select group_concat(x, ',' order by x) from (values ('b'), ('a')) t(x)
select string_agg(x, ',' order by x) from (values (1), (2)) t(x)
select listagg(x, ',') within group (order by x) from (values ('b'), ('a')) t(x)
select array_agg(x order by x) from (values (2), (1), (null)) t(x)
select list(x order by x desc) from (values (2), (1)) t(x)
select array_agg(distinct x order by x) from (values (2), (1), (2)) t(x)
select list_aggr((array_agg(x order by x))[1:2], 'string_agg', '-') from (values ('a'), ('b'), ('c')) t(x)
select count(*) filter (where x > 1) from (values (1), (2), (3)) t(x)
select sum(x) filter (where x > 5) from (values (1), (2), (3)) t(x)
select count_if(x > 1) from (values (1), (2), (3)) t(x)
select countif(x > 1) from (values (1), (2), (3)) t(x)
select product(x) from (values (2), (3)) t(x)
select bit_and(x), bit_or(x), bit_xor(x) from (values (1), (3)) t(x)
select sum(case when x > 1 then 1 else 0 end) from (values (1), (2), (3)) t(x)
select g, sum(x) s from (values ('a', 1), ('b', 2)) t(g, x) group by rollup (g) order by g nulls last
select g, h, sum(x) s from (values ('a', 'u', 1), ('b', 'v', 2)) t(g, h, x) group by grouping sets ((g), (h), ()) order by 1, 2, 3
select g, grouping(g) k from (values ('a'), ('b')) t(g) group by cube (g) order by 1, 2
select unnest([3, 1]) as x
select x from (select unnest([3, 1]) as x) order by x
select id, unnest(l) as x from (values (1, [1, 2]), (2, [3])) t(id, l) order by 1, 2
select x from unnest([1, 2]) t(x) order by x
select id, x from (values (1, [1, 2]), (2, [3])) t(id, l), unnest(l) u(x) order by 1, 2
select * from range(3) order by 1
select range from range(2, 5) order by 1
select i from range(0, 10, 5) t(i) order by 1
select * from generate_series(1, 3) order by 1
select generate_series as n from generate_series(1, 3) order by 1
select d from range(date '2024-01-01', date '2024-01-04', interval 1 day) t(d) order by 1
select d from generate_series(date '2024-01-30', date '2024-03-31', interval 1 month) t(d) order by 1
select cast(unnest(generate_series(date '2024-01-01', date '2024-01-03', interval 1 day)) as date) as d order by 1
select t.x, u.y from (values (1), (2)) t(x), lateral (select x * 10 as y) u order by 1
select * from (values ('a', 'p', 1), ('a', 'q', 2), ('b', 'p', 3)) t(k, c, v) pivot (sum(v) for c in ('p', 'q')) order by k
pivot (select * from (values ('a', 'p', 1), ('a', 'q', 2), ('b', 'p', 3)) t(k, c, v)) on c using sum(v) order by k
select * from (values (1, 10, 20)) t(id, a, b) unpivot (v for n in (a, b)) order by n
unpivot (select * from (values (1, 10, 20)) t(id, a, b)) on a, b into name n value v order by n
select * from (values (1)) a(x) semi join (values (1)) b(x) on a.x = b.x
select x from (values (1), (2)) a(x) anti join (values (1)) b(y) on a.x = b.y
select * from (values (1), (2)) a(x) positional join (values (3), (4)) b(y)
select count(*) from range(100) using sample 100%
select * from (values (1, 'a')) a(x, y) natural join (values (1, 'b')) b(x, z)
select a.x from (values (1, timestamp '2024-01-02')) a(x, t) asof join (values (1, timestamp '2024-01-01')) b(x, t) on a.x = b.x and a.t >= b.t
select count(*) as "Count" from (values (1)) t(x)
select x from (values (1), (2)) t(x) order by 'x'
select x from (values (1), (2)) t(x) order by -x
select cast(x as varchar) from (values (1.10), (2.25)) t(x) order by x
select x * 0.1 as y from (values (1), (25)) t(x) order by 1
select amount / 100 as y from (values (1000), (1250)) t(amount) order by 1
select sum(amount) / 100.0 as y from (values (1000), (1250)) t(amount)
select round(sum(amount) / 3, 2) as y from (values (1000), (1250)) t(amount)
select sum(x) over () / count(*) over () r from (values (1), (2)) t(x)
select x::varchar || '-' || y as k from (values (1, 'a')) t(x, y)
select coalesce(cast(x as varchar), '_null_') || '-' || coalesce(cast(y as varchar), '_null_') as k from (values (1, null::varchar)) t(x, y)
select md5(cast(coalesce(cast(x as text), '_dbt_utils_surrogate_key_null_') || '-' || coalesce(cast(y as text), '') as text)) from (values (1, 'a')) t(x, y)
select date_trunc('month', d) as m, count(*) n from (values (date '2024-01-05'), (date '2024-01-09'), (date '2024-02-01')) t(d) group by 1 order by 1
select datediff('day', lag(d) over (order by d), d) as gap from (values (date '2024-01-05'), (date '2024-01-09')) t(d) order by d
select x is null as n from (values (1), (null)) t(x) order by 1
select power(2.0, 3) as p
select typeof(1), typeof('a'), typeof(1.5), typeof([1])
select current_date = today()
select now() > timestamp '2020-01-01'
select typeof(now())
select 1 where 'a' in ('a', 'b')
select x from (values (1), (2)) t(x) where x not in (select null::integer where false) order by x
select (1, 2) = (1, 2)
select x from (values (1, 2), (3, 4)) t(x, y) where (x, y) in ((1, 2))
select true::int + 1
select sum(x > 1) from (values (1), (2)) t(x)
select x, x % 2 = 0 as even from (values (1), (2)) t(x) order by x
select 'a' 'b'
select 1 as one
select abs(x - y) <= 0.01 from (values (1.001, 1.005)) t(x, y)
select x from (values (1.5), (10)) t(x) order by x
select length(x) from (values ('abc')) t(x)
select trim(x) = '' from (values ('  ')) t(x)
select lower(x) like '%é%' from (values ('CAFÉ')) t(x)
select strftime(d, '%Y-%m') from (values (date '2024-01-05')) t(d)
select max(d) - min(d) from (values (date '2024-01-05'), (date '2024-02-05')) t(d)
select max(d) - interval '1 day' from (values (date '2024-01-05')) t(d)
select cast(x as integer) from (values ('1'), ('2')) t(x) order by 1
select cast(x as integer) from (values ('1'), ('b')) t(x)
select x = '1' from (values (1), (2)) t(x) order by 1
select x > 1 from (values ('1'), ('2')) t(x) order by 1
select d = '2024-01-05' from (values (date '2024-01-05')) t(d)
select x from (values (date '2024-01-05'), ('2024-02-01')) t(x) order by 1
-- what packages write
cast('2024-01-01' as timestamp) + cast(-1 as bigint) * interval 1 day
date_trunc('month', cast('2024-02-15' as date)) + interval 1 month - interval 1 day
cast(date_trunc('month', timestamp '2024-02-15 10:00:00') as date)
(date '2024-01-01' + interval (3) day)::date
date_diff('day', '2024-01-01'::timestamp, '2024-01-15'::timestamp) // 7
cast(1 as double precision)
cast(12.345 as numeric(10,1))
cast(12.345 as numeric(28,6))
cast(7 as numeric(28,6)) / 3
cast('1.10' as numeric(28,6)) = 1.1
round(cast(1.005 as numeric(16,4)), 2)
1000 / 100
(250 / 100)::numeric(16,2)
nullif(0, 0) is null
coalesce(nullif('', ''), 'none')
abs(1.5 - 2.5) < 0.01
lower('A') || '_' || upper('b')
split_part(split_part('utm_source=google&x=1', 'utm_source=', 2), '&', 1)
replace(replace('http://www.x.com/a', 'http://', ''), 'https://', '')
case when length('https://x') > 0 then right('https://x', length('https://x') - strpos('https://x', '//') - 1) end
try_cast(split_part('1.2.3', '.', 2) as integer)
cast('' as varchar)
'' || ''
concat()
regexp_replace('a-b', '[^a-z]', '', 'g')
regexp_matches('x@y.com', '^[^@]+@[^@]+$')
len(string_split('a/b/c', '/'))
string_split('a/b/c', '/')[len(string_split('a/b/c', '/'))]
array_to_string(string_split('a-b', '-'), '+')
list_contains(string_split('a,b', ','), 'b')
md5('a' || '-' || 'b')
md5(concat('a', null))
date_part('week', date '2024-12-30') + 0
extract('dow' from date '2024-12-29')
extract(doy from date '2024-03-01')
dayname(date '2024-12-29')
strftime(date '2024-12-29', '%U %W %u %w %V')
strftime(timestamp '2024-12-29 10:20:30.123456', '%f %g')
strptime('2024-12-29 10:20:30.5', '%Y-%m-%d %H:%M:%S.%f')
epoch(date '2024-01-01')
to_timestamp(0) at time zone 'America/New_York'
timestamp '2024-07-01 12:00:00' at time zone 'America/Los_Angeles'
cast(timestamp '2021-06-07 07:35:20' at time zone 'UTC' at time zone 'America/Los_Angeles' as timestamp)
date '2024-01-01' < timestamp '2024-01-01 00:00:01'
greatest(1, 2.5, 3)
least(date '2024-01-01', date '2023-01-01')
cast(true as varchar) || ''
not (1 = 2 or null)
null in (1)
1 between null and 2
1 not between 2 and 3
'b' between 'a' and 'c'
1::double / 0
-1::double / 0
5 % 0
5::bigint % 3
1e308 * 10
0.1 + 0.2
0.1::double + 0.2::double
1/3
10 / 4.0
cast(1 as float) / 3
123456789.123::double
1234567.0::float
100000000000000000000::double
1e-7::double
'1,5'::double
' 1.5 '::double
'nan'::double
'-inf'::double
'1_000'::integer
'0x10'::integer
cast('2024-02-30' as date)
try_cast('2024-02-30' as date)
'2024-2-3'::date
'20240203'::date
'2024-01-15T10:20:30+02:00'::timestamp
'10:20'::timestamp
interval '1 month' + date '2024-01-31'
date '2024-03-31' - interval 1 month
date '2024-01-01' + interval 36 hour
interval '3 days' - interval '1 day'
interval 1 year
interval '1 year 2 months 3 days 04:05:06'
interval 1 quarter
interval '0 days'
-interval '1 day'
date_diff('day', null::date, date '2024-01-01')
[1, 2, 3][1:2]
[1, 2, 3][:2]
[1, 2, 3][2:]
list_aggregate(['b', 'a'], 'min')
list_aggregate([1.5, 2.5], 'sum')
list_transform(['a', 'b'], x -> upper(x))
list_filter(['a', 'b'], x -> x <> 'a')
list_sort([2, null, 1])
list_concat(['a'], null)
[[1], [2, 3]]
{'k': [1, 2]}
select g, count(*) as n, sum(x) filter (where x > 1) as big from (values ('a', 1), ('a', 2), ('b', 3)) t(g, x) group by g order by g
select sum(case when x is null then 1 else 0 end) / cast(count(*) as double) from (values (1), (null)) t(x)
select avg(x) from (values (1::decimal(10,2)), (2.55)) t(x)
select avg(x) over (order by x rows between 1 preceding and current row) a from (values (1), (2), (4)) t(x) order by x
select avg(distinct x) from (values (1), (1), (4)) t(x)
select avg(x) filter (where x > 1) from (values (1), (2), (4)) t(x)
select sum(x) over (partition by g) s from (values ('a', 1.5), ('a', 2.5)) t(g, x)
select max(x) - min(x) from (values (1.5), (4)) t(x)
select median(x) from (values (1.0::double), (2), (10)) t(x)
select quantile_cont(x, 0.9) from (values (1), (2), (3)) t(x)
select quantile_cont(x, [0.25, 0.5]) from (values (1), (2), (3)) t(x)
select count(distinct g || x) from (values ('a', 1), ('a', 2)) t(g, x)
select array_agg(x) filter (where x > 5) from (values (1)) t(x)
select string_agg(x, ', ') filter (where x is not null) from (values ('a'), (null)) t(x)
select arg_max(x, y) from (values ('a', 1), (null, 2)) t(x, y)
select max_by(x, d) from (values (1, date '2024-01-01'), (2, date '2024-02-01')) t(x, d)
select last(x) from (values (1)) t(x)
select first(x) from (values (null), (2)) t(x)
select row_number() over () from (values (1)) t(x)
select x, lag(x, 1) over (partition by g order by x) l from (values ('a', 1), ('a', 2), ('b', 3)) t(g, x) order by x
select x, last_value(x) over (order by x rows between unbounded preceding and unbounded following) l from (values (1), (2)) t(x) order by x
select x, first_value(x ignore nulls) over (order by y) f from (values (null, 1), (2, 2)) t(x, y) order by y
select x, sum(x) over (order by d range between interval 1 day preceding and current row) s from (values (1, date '2024-01-01'), (2, date '2024-01-02'), (4, date '2024-01-05')) t(x, d) order by d
select * from (select x, row_number() over (partition by g order by x desc) as rn from (values ('a', 1), ('a', 2)) t(g, x)) where rn = 1
select g, x from (values ('a', 1), ('a', 2)) t(g, x) qualify row_number() over (partition by g order by x desc) = 1
select distinct on (g) g, x from (values ('a', 1), ('a', 2)) t(g, x) order by g, x desc
select a.x from (values (1), (2)) a(x) where not exists (select 1 from (values (2)) b(y) where b.y = a.x)
select a.x, exists (select 1 from (values (2)) b(y) where b.y = a.x) as found from (values (1), (2)) a(x) order by x
select a.x from (values (1), (2), (null)) a(x) left join (values (1), (null)) b(y) on a.x is not distinct from b.y where b.y is null order by 1
select a.x, b.y from (values (1), (2)) a(x) join (values (1, 'p'), (1, 'q')) b(x, y) on a.x = b.x order by 2
select coalesce(a.x, b.x) as x from (values (1)) a(x) full outer join (values (2)) b(x) on a.x = b.x order by 1
select a.x from (values (1)) a(x) join (values (1.0)) b(x) on a.x = b.x
select a.x from (values (1::bigint)) a(x) join (values (1)) b(x) using (x)
select x from (values ('a'), ('B')) t(x) order by lower(x) desc
select x from (values (1), (2), (3)) t(x) order by x desc limit 2
select count(*) from (select 1 limit 0)
select 1 as a union all by name select 2 as a order by a
select 1 as x except select 1
select null as x intersect select null
with t as materialized (select 1 as x) select x from t
with t(a) as (select 1) select a from t
select x from (values (1), (2)) t(x) group by x having count(*) = 1 order by x
select 1 group by ()
select count(*) from (values (1), (2)) t(x) having count(*) > 5
select x as "Order", y as "select" from (values (1, 2)) t(x, y)
select t."X" from (values (1)) t(x)
select A.x, B.x from (values (1)) a(x), (values (2)) b(x)
select "Tab".X from (values (1)) as "Tab"(x)
select x from (select 1 as X) q where Q.x = 1
select upper(X) as x from (values ('a')) t(x) order by X
select sum(x) as x from (values (1), (2)) t(x)
select x + 1 as x from (values (1), (2)) t(x) where x > 1
select x + 1 as x from (values (1), (2)) t(x) order by x desc
select count(*) n, n + 1 as m from (values (1), (2)) t(x)
select case when x > 1 then 'big' else 'small' end as size, count(*) from (values (1), (2), (3)) t(x) group by size order by size
select case when x > 1 then 'big' else 'small' end as size, count(*) from (values (1), (2), (3)) t(x) group by all order by 1
select date_trunc('week', d)::date w, sum(x) from (values (date '2024-01-01', 1), (date '2024-01-07', 2), (date '2024-01-08', 3)) t(d, x) group by 1 order by 1
select d::date from generate_series(timestamp '2024-01-01', timestamp '2024-01-03', interval 1 day) t(d) order by 1
select row_number() over (order by range) from range(2) order by 1
select sum(range) from range(1, 11)
select x, y from (values (1), (2)) a(x), range(2) b(y) order by 1, 2
select * from (values (1, 'a', true)) t
select col0 from (values (1), (2)) order by col0
select * from (values (1)) t(x) cross join (values ('u')) s(y)
select x.a from (select {'a': 1} as x)
select unnest(string_split('a,b', ',')) as part
select id, part from (select 1 as id, unnest(string_split('a,b', ',')) as part) order by part
select id, u.x from (values (1, ['a', 'b'])) t(id, l) cross join unnest(l) u(x) order by 2
select count(*) from (values (1)) t(x) where x = '1'
select x from (values ('2024-01-05')) t(x) where x::date > '2024-01-01'
select x from (values (date '2024-01-05')) t(x) where x >= '2024-01-05' and x < cast('2024-01-06' as date)
select x from (values (1.5), (2.5)) t(x) where x > 2
select x from (values (1), (2)) t(x) where x in ('1', '3')
select x from (values ('a'), (null)) t(x) where x <> 'b'
select x from (values ('a'), (null)) t(x) where x is distinct from 'a'
select count(*) from (values (1), (2)) t(x) where random() <= 1
select x, x / 2 as half, x // 2 as whole, x % 2 as rest from (values (5), (-5)) t(x) order by x
select cast(x as varchar) from (values (1.0::double), (0.1), (1e20), (123456.789)) t(x) order by x
select cast(x as varchar) from (values (timestamp '2024-01-01 10:00:00'), (timestamp '2024-01-01 10:00:00.001')) t(x) order by x
select typeof(x / 2), typeof(x + 1), typeof(sum(x)), typeof(avg(x)), typeof(count(*)) from (values (1)) t(x) group by x
select typeof(x * y), typeof(x + y), typeof(x - y), typeof(x / y) from (values (1.5::decimal(10,2), 2.25::decimal(8,3))) t(x, y)
select typeof(sum(x)), typeof(avg(x)), typeof(max(x)), typeof(round(x, 1)) from (values (1.55::decimal(10,2))) t(x) group by x
select typeof(date_trunc('month', d)), typeof(d + interval 1 day), typeof(d + 1), typeof(d - d) from (values (date '2024-01-01')) t(d)
select typeof(coalesce(x, 1.5)), typeof(case when true then x else 1.5 end) from (values (1)) t(x)
select max(x) from (values (null::varchar)) t(x)
select count(*) from (select * from (values (1, 2)) t(a, b) except select * from (values (1, 2)) u(a, b))
select round(stddev(x), 10) from (values (1.5), (2.5), (4)) t(x)
select * from (values (1, 2)) t(a, b) order by all
select 1_000
select k, x, y from (values (1, 'a'), (2, 'b')) l(k, x) left join (values (2, 'c'), (3, 'd')) r(k, y) using (k) where k > 1
select k, count(*) from (values (1), (2)) l(k) join (values (2), (3)) r(k) using (k) where k in (select k from (values (2)) s(k)) group by k having k > 0
date('2020-01-01 10:00:00')
date(timestamp '2020-01-01 10:00')
json_extract_string('{"a": {"b": "x"}}', '$.a.b')
json_extract_string('{"a": [1, {"b": 2}]}', '$.a')
json_extract_string('{"a": null}', '$.a')
json_extract_string('{"a": 1.50}', 'a')
json_extract_string('{"a": {"b": 1}}', '/a/b')
json_extract_string('[1, 2]', '$[-1]')
json_extract_string('{"a": 1}', '$[0]')
json_extract_string('{"0": 1}', '/0')
json_extract_string('{"a b": true}', '$."a b"')
json_extract_string('{"a": 1e3}', 'a')
json_extract_string('{a', '$.a')
json_extract_string('{"a": 1}', null)
json_extract_path_text('{"a": 1}', 'a')
'{"a": 1}' ->> 'a'
'{"a": "1"}' ->> 'a' = '1'
select (x ->> 'a')::int + 1 from (values ('{"a": 1}')) t(x)
select x ->> 'a' || 'b' from (values ('{"a": 1}')) t(x)
json_valid('{a')
json_valid('[1]')
json_type('{"a": 1}')
json_type('{"a": -1}', '$.a')
json_type('[1.5]', '$[0]')
json_type('"a"')
json_type('null')
-- Further: JSON, pivots, stars, lists, dates, aggregates, windows, texts, numbers.
'{"a": 1}'::json
'{"a": {"b": [1, 2]}}'::json -> 'a'
'{"a": {"b": [1, 2]}}'::json -> 'a' -> 'b' -> 0
'{"a": "x"}' ->> '$.a'
json_extract('{"a": {"b": 5}}', '$.a.b')
json_extract('{"a": 1}', 'a')
json_extract_string('{"a": "x"}', '$.a')
json_extract('{"a": null}', '$.a')
json_extract('{"a": [1,2,3]}', '$.a[1]')
json_extract('{"a": [1,2,3]}', '$.a[#-1]')
json_array_length('[1,2,3]')
json_array_length('{"a":[1]}', '$.a')
json_type('{"a":1}')
json_type('[1]')
json_type('"x"')
json_type('1.5')
json_keys('{"a":1,"b":2}')
json_valid('{"a":1}')
json_valid('nope')
to_json(1)
to_json('x')
to_json([1,2])
to_json({'a': 1, 'b': 'x'})
json_object('a', 1, 'b', 'x')
json_array(1, 'x', null)
json_exists('{"a":1}', '$.a')
json_exists('{"a":1}', '$.b')
json_contains('[1,2]', '1')
json_structure('{"a":1}')
json('{"a" : 1}')
cast('{"a":1}' as json) ->> 'a'
('{"a": 5}'::json ->> 'a')::int
'[1,2,3]'::json ->> 1
'[1,2,3]'::json -> 1
('{"a":{"b":"z"}}'::json)->'a'->>'b'
try_cast('nope' as json)
json_extract('{"a":"x"}', ['$.a', '$.b'])
json_value('{"a":1}', '$.a')
json_merge_patch('{"a":1}','{"b":2}')
from_json('{"a":1}', '{"a":"INTEGER"}')
json_transform('{"a":1}', '{"a":"INTEGER"}')
select count(distinct i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
pivot (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) on c using sum(v) order by k
pivot (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) on c using sum(v) group by k order by k
pivot (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) on c in ('p','q') using sum(v) order by k
pivot (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) on c using count(*) order by k
pivot (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) on c using sum(v) as s, max(v) as m order by k
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) pivot t on c using sum(v) order by k
select * from (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) pivot (sum(v) for c in ('p','q')) order by k
select * from (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) pivot (sum(v) for c in ('p' as pp,'q')) order by k
select * from (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) pivot (sum(v) as s, count(*) as n for c in ('p','q')) order by k
select * from (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)) pivot (sum(v) for c in ('p','q') group by k) order by k
with s as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), u as (pivot s on c using sum(v)) select * from u order by k
unpivot (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) on a, b into name n value v order by id, n
unpivot (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) on a, b, c order by id, name
unpivot (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) on columns(* exclude (id)) into name n value v order by id, n
unpivot include nulls (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) on a, b into name n value v order by id, n
select * from (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) unpivot (v for n in (a, b)) order by id, n
select * from (select * from (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c)) unpivot include nulls (v for n in (a, b)) order by id, n
select x from (values (1),(2),(2)) t(x) except all select 2 order by 1
select x from (values (2),(2),(2),(1)) t(x) intersect all select y from (values (2),(2)) u(y) order by 1
select x from (values (1),(2),(2),(null),(null)) t(x) except all select null order by 1
select x, y from (values (1,'a'),(1,'a'),(2,'b')) t(x,y) except all (select 1, 'a') order by 1
select 1 intersect all select 1
select 1 except select 1
select x from (values (1),(1)) t(x) union select 1
select 1 as a, 2 as b union by name select 3 as b, 4 as a order by a
select 1 as a union all by name select 2 as b order by all
select columns('x.*') from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select columns(*) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select min(columns(*)) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select max(columns('x.*')) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select columns(* exclude (y)) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select columns(c -> c like 'x%') from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select columns(['x1','y']) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select columns(*) + 1 from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * exclude (y) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * exclude y from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * replace (y * 2 as y) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * rename (y as z) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * exclude (x1) replace (y + 1 as y) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select t.* exclude (x1) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * like 'x%' from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * ilike 'X%' from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * not like 'x%' from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * similar to 'x.*' from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select coalesce(*columns(*)) from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select sum(columns('x.*')) over () from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select x1 as a, columns('x.*') from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select * from (values (1,2,3),(4,5,6)) t(x1,x2,y) where columns('x.*') > 1
select columns('x(.*)') as 'z\1' from (values (1,2,3),(4,5,6)) t(x1,x2,y)
select i, count(*) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by all order by all
select i, s, x from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by all
select * from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by all desc
select * from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by all nulls first
select i % 2 as g, sum(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by all order by g
select * from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) qualify row_number() over (partition by i order by s) = 1 order by i
select i, row_number() over (partition by i order by s) as rn from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) qualify rn = 1 order by i
select i, max(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by i qualify max(x) > 0 order by i
select i, count(*) as n from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by 1 having n > 1
select i as k from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) where k > 1 order by k
select i + 1 as k, k * 2 as m from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by k, m
[1,2,3]
[1, null]
['a', 'b']
[[1],[2,3]]
{'a': 1}['a']
(1, 'a')
map {'a': 1, 'b': 2}
map {'a': 1}['a']
map(['a','b'], [1,2])
map_keys(map {'a': 1})
map_values(map {'a': 1})
map_entries(map {'a': 1})
map_from_entries([('a', 1)])
element_at(map {'a': 1}, 'a')
cardinality(map {'a': 1})
struct_insert({'a': 1}, b := 2)
[1,2,3][1]
[1,2,3][-1]
[1,2,3][5]
[1,2,3][1:2]
[1,2,3][2:]
[1,2,3][:-2]
[1,2,3][0]
'hello'[2:3]
'hello'[-2:]
[x for x in [1,2,3] if x > 1]
list_transform([1,2], x -> x + 1)
list_transform([1,2], lambda x: x + 1)
list_transform([1,2], (x, i) -> x * i)
list_filter([1,2,3], x -> x > 1)
list_filter([1,2,3], lambda x : x % 2 = 1)
list_reduce([1,2,3], (a, b) -> a + b)
list_reduce([1,2,3], lambda a, b: a + b, 10)
apply(['a','b'], x -> upper(x))
filter([1,null,3], x -> x is not null)
list_distinct([1,1,2])
list_unique([1,1,2,null])
list_sort([3,1,2,null])
list_sort([3,1,2], 'DESC')
list_sort([3,null,1], 'ASC', 'NULLS LAST')
list_reverse_sort([1,3,2])
list_reverse([1,2,3])
list_contains([1,2],1)
list_has_any([1,2],[2,3])
list_has_all([1,2],[2])
list_position([1,2],2)
list_position([1,2],5)
list_sum([1,2,3])
list_avg([1,2])
list_min([3,1])
list_max([3,1])
list_count([1,null])
list_any_value([null,2])
list_first([1,2])
list_last([1,2])
list_product([2,3])
list_median([1,2,3])
list_mode([1,1,2])
list_string_agg(['a','b'])
list_aggregate([1,2],'sum')
list_aggregate([1,2],'count')
list_aggregate(['a','b'],'string_agg','|')
list_concat([1],[2])
list_append([1],2)
list_prepend(0,[1])
list_slice([1,2,3],2,3)
list_resize([1,2],3)
list_resize([1,2],3,0)
list_zip([1,2],['a','b'])
list_intersect([1,2,2],[2,3])
list_where([1,2,3],[true,false,true])
list_select([1,2,3],[1,3])
list_grade_up([3,1,2])
list_dot_product([1.0,2.0],[3.0,4.0])
list_cosine_similarity([1.0,2.0],[3.0,4.0])
list_distance([1.0],[2.0])
flatten([[1],[2,3]])
array_to_string([1,2],',')
array_to_string(['a',null,'b'],'-')
len([1,2])
length([1,2])
list_value(1,2)
array_length([1,2])
range(1,4)
range(0,10,3)
generate_series(1,3)
generate_series(3,1,-1)
generate_series(date '2024-01-30', date '2024-02-02', interval 1 day)
range(date '2024-01-01', date '2024-01-03', interval '1 day')
repeat([1],2)
unnest([1,2])
1+1
list_contains(['é'],'é')
array_intersect([1,2],[2])
array_has([1],1)
list_has([1],null)
[1,2] = [1,2]
[1,2] < [1,3]
1 in [1,2]
contains([1,2],2)
list_extract([1,2],1)
array_extract({'a':1},'a')
list_bool_and([true,false])
list_stddev_samp([1,2,3])
select unnest([1,2,3]) as x
select unnest([1,2]), unnest(['a','b','c'])
select i, unnest([i, i+1]) from (values (1),(2)) t(i) order by 1,2
select * from unnest([1,2]) as t(x)
select * from unnest([1,2]) with ordinality
select unnest({'a':1,'b':2})
select unnest([{'a':1},{'a':2}], recursive := true)
select * from (values (1,[1,2])) t(i,l), unnest(l) as u(x)
select * from range(3)
select * from range(1,3) t(n)
select * from generate_series(1,3)
select * from generate_series(date '2024-01-01', date '2024-01-03', interval 1 day) t(d)
select range from range(2)
select generate_series from generate_series(0,4,2)
select * from range(timestamp '2024-01-01', timestamp '2024-01-01 02:00', interval 1 hour) r(h)
strftime(timestamp '2024-02-29 13:04:05.678901', '%Y-%m-%d')
strftime(timestamp '2024-02-29 13:04:05.678901', '%d/%m/%y')
strftime(timestamp '2024-02-29 13:04:05.678901', '%A %B %-d')
strftime(timestamp '2024-02-29 13:04:05.678901', '%a %b %e')
strftime(timestamp '2024-02-29 13:04:05.678901', '%H:%M:%S.%f')
strftime(timestamp '2024-02-29 13:04:05.678901', '%I:%M %p')
strftime(timestamp '2024-02-29 13:04:05.678901', '%j')
strftime(timestamp '2024-02-29 13:04:05.678901', '%U %W %V %u %w')
strftime(timestamp '2024-02-29 13:04:05.678901', '%G-W%V')
strftime(timestamp '2024-02-29 13:04:05.678901', '%x %X')
strftime(timestamp '2024-02-29 13:04:05.678901', '%c')
strftime(timestamp '2024-02-29 13:04:05.678901', '%s')
strftime(timestamp '2024-02-29 13:04:05.678901', '%%')
strftime(timestamp '2024-02-29 13:04:05.678901', '%-m/%-d/%Y')
strftime(timestamp '2024-02-29 13:04:05.678901', '%Z')
strftime(timestamp '2024-02-29 13:04:05.678901', '%z')
strftime(timestamp '2024-02-29 13:04:05.678901', '%q')
strftime(timestamp '2024-02-29 13:04:05.678901', '%n')
strftime(date '2024-02-29', '%d')
strptime('29/02/2024', '%d/%m/%Y')
strptime('2024-02-30', '%Y-%m-%d')
try_strptime('x', '%Y')
strptime('01:02 PM', '%I:%M %p')
strptime('Feb 29, 2024', '%b %d, %Y')
strptime('2024-02-29 01:02:03.5', '%Y-%m-%d %H:%M:%S.%f')
strptime('2024', '%Y')
strptime('x', ['%Y', '%d'])
try_strptime('2024', ['%d-%m', '%Y'])
strptime('2024-01-01T00:00:00+0100', '%Y-%m-%dT%H:%M:%S%z')
strptime('1700000000','%s')
date_part('year', timestamp '2024-12-30 13:04:05.678901')
date_trunc('year', timestamp '2024-12-30 13:04:05.678901')
date_part('year', date '2021-01-01')
date_trunc('year', date '2021-01-01')
extract(year from timestamp '2000-02-29 23:59:59')
date_diff('year', date '2023-12-31', date '2024-03-01')
date_sub('year', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('quarter', timestamp '2024-12-30 13:04:05.678901')
date_trunc('quarter', timestamp '2024-12-30 13:04:05.678901')
date_part('quarter', date '2021-01-01')
date_trunc('quarter', date '2021-01-01')
extract(quarter from timestamp '2000-02-29 23:59:59')
date_diff('quarter', date '2023-12-31', date '2024-03-01')
date_sub('quarter', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('month', timestamp '2024-12-30 13:04:05.678901')
date_trunc('month', timestamp '2024-12-30 13:04:05.678901')
date_part('month', date '2021-01-01')
date_trunc('month', date '2021-01-01')
extract(month from timestamp '2000-02-29 23:59:59')
date_diff('month', date '2023-12-31', date '2024-03-01')
date_sub('month', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('week', timestamp '2024-12-30 13:04:05.678901')
date_trunc('week', timestamp '2024-12-30 13:04:05.678901')
date_part('week', date '2021-01-01')
date_trunc('week', date '2021-01-01')
extract(week from timestamp '2000-02-29 23:59:59')
date_diff('week', date '2023-12-31', date '2024-03-01')
date_sub('week', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('day', timestamp '2024-12-30 13:04:05.678901')
date_trunc('day', timestamp '2024-12-30 13:04:05.678901')
date_part('day', date '2021-01-01')
date_trunc('day', date '2021-01-01')
extract(day from timestamp '2000-02-29 23:59:59')
date_diff('day', date '2023-12-31', date '2024-03-01')
date_sub('day', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('hour', timestamp '2024-12-30 13:04:05.678901')
date_trunc('hour', timestamp '2024-12-30 13:04:05.678901')
date_part('hour', date '2021-01-01')
date_trunc('hour', date '2021-01-01')
extract(hour from timestamp '2000-02-29 23:59:59')
date_diff('hour', date '2023-12-31', date '2024-03-01')
date_sub('hour', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('minute', timestamp '2024-12-30 13:04:05.678901')
date_trunc('minute', timestamp '2024-12-30 13:04:05.678901')
date_part('minute', date '2021-01-01')
date_trunc('minute', date '2021-01-01')
extract(minute from timestamp '2000-02-29 23:59:59')
date_diff('minute', date '2023-12-31', date '2024-03-01')
date_sub('minute', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('second', timestamp '2024-12-30 13:04:05.678901')
date_trunc('second', timestamp '2024-12-30 13:04:05.678901')
date_part('second', date '2021-01-01')
date_trunc('second', date '2021-01-01')
extract(second from timestamp '2000-02-29 23:59:59')
date_diff('second', date '2023-12-31', date '2024-03-01')
date_sub('second', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('decade', timestamp '2024-12-30 13:04:05.678901')
date_trunc('decade', timestamp '2024-12-30 13:04:05.678901')
date_part('decade', date '2021-01-01')
date_trunc('decade', date '2021-01-01')
extract(decade from timestamp '2000-02-29 23:59:59')
date_diff('decade', date '2023-12-31', date '2024-03-01')
date_sub('decade', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('century', timestamp '2024-12-30 13:04:05.678901')
date_trunc('century', timestamp '2024-12-30 13:04:05.678901')
date_part('century', date '2021-01-01')
date_trunc('century', date '2021-01-01')
extract(century from timestamp '2000-02-29 23:59:59')
date_diff('century', date '2023-12-31', date '2024-03-01')
date_sub('century', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('millennium', timestamp '2024-12-30 13:04:05.678901')
date_trunc('millennium', timestamp '2024-12-30 13:04:05.678901')
date_part('millennium', date '2021-01-01')
date_trunc('millennium', date '2021-01-01')
extract(millennium from timestamp '2000-02-29 23:59:59')
date_diff('millennium', date '2023-12-31', date '2024-03-01')
date_sub('millennium', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('isoyear', timestamp '2024-12-30 13:04:05.678901')
date_part('isoyear', date '2021-01-01')
extract(isoyear from timestamp '2000-02-29 23:59:59')
date_part('dow', timestamp '2024-12-30 13:04:05.678901')
date_part('dow', date '2021-01-01')
extract(dow from timestamp '2000-02-29 23:59:59')
date_part('isodow', timestamp '2024-12-30 13:04:05.678901')
date_part('isodow', date '2021-01-01')
extract(isodow from timestamp '2000-02-29 23:59:59')
date_part('doy', timestamp '2024-12-30 13:04:05.678901')
date_part('doy', date '2021-01-01')
extract(doy from timestamp '2000-02-29 23:59:59')
date_part('epoch', timestamp '2024-12-30 13:04:05.678901')
date_part('epoch', date '2021-01-01')
extract(epoch from timestamp '2000-02-29 23:59:59')
date_part('yearweek', timestamp '2024-12-30 13:04:05.678901')
date_part('yearweek', date '2021-01-01')
extract(yearweek from timestamp '2000-02-29 23:59:59')
date_part('weekday', timestamp '2024-12-30 13:04:05.678901')
date_part('weekday', date '2021-01-01')
extract(weekday from timestamp '2000-02-29 23:59:59')
date_part('era', timestamp '2024-12-30 13:04:05.678901')
date_part('era', date '2021-01-01')
extract(era from timestamp '2000-02-29 23:59:59')
date_part('microseconds', timestamp '2024-12-30 13:04:05.678901')
date_trunc('microseconds', timestamp '2024-12-30 13:04:05.678901')
date_part('microseconds', date '2021-01-01')
date_trunc('microseconds', date '2021-01-01')
extract(microseconds from timestamp '2000-02-29 23:59:59')
date_diff('microseconds', date '2023-12-31', date '2024-03-01')
date_sub('microseconds', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('milliseconds', timestamp '2024-12-30 13:04:05.678901')
date_trunc('milliseconds', timestamp '2024-12-30 13:04:05.678901')
date_part('milliseconds', date '2021-01-01')
date_trunc('milliseconds', date '2021-01-01')
extract(milliseconds from timestamp '2000-02-29 23:59:59')
date_diff('milliseconds', date '2023-12-31', date '2024-03-01')
date_sub('milliseconds', timestamp '2023-12-31 12:00', timestamp '2024-03-01 11:00')
date_part('julian', timestamp '2024-12-30 13:04:05.678901')
date_part('julian', date '2021-01-01')
extract(julian from timestamp '2000-02-29 23:59:59')
date '2024-01-31' + interval 1 month
date '2024-02-29' + interval 1 year
date '2024-01-01' + 5
date '2024-01-01' - date '2023-01-01'
timestamp '2024-01-01' - timestamp '2023-01-01 12:00'
interval 1.5 day
interval '1' day
interval (1+1) day
-interval 1 day
interval 1 day * 3
3 * interval 1 day
interval 10 day / 2
interval '1 month' + interval '2 day'
interval 1 day > interval 23 hour
interval '30 days' = interval '1 month'
date_add(date '2024-01-01', interval 1 day)
to_months(3)
to_hours(3)
to_years(1)
to_seconds(90)
to_minutes(2)
to_weeks(1)
to_milliseconds(5)
to_microseconds(5)
datepart('month', interval '14 months')
extract(day from interval '40 days')
epoch(timestamp '2024-01-01')
epoch_ms(timestamp '2024-01-01')
epoch_ms(1700000000000)
epoch_us(timestamp '2024-01-01')
epoch_ns(timestamp '2024-01-01')
to_timestamp(1700000000)
make_date(2024,2,29)
make_time(1,2,3.5)
make_timestamp(2024,2,29,1,2,3.5)
make_timestamp(1700000000000000)
last_day(date '2024-02-01')
weekofyear(date '2024-12-30')
yearweek(date '2024-12-30')
time_bucket(interval 1 month, date '2024-02-29')
time_bucket(interval 2 hour, timestamp '2024-02-29 13:04')
age(date '2024-03-01', date '2023-12-31')
century(date '2024-01-01')
greatest(date '2024-01-01', date '2023-01-01')
'2024-01-01'::date + 1
cast('2024-01-01 10:00' as timestamp)::date
timestamp '2024-01-01 10:00'::time
time '10:00' + interval 1 hour
date '2024-01-01' + time '10:00'
extract(hour from time '10:30')
isodow(date '2024-03-03')
dayofweek(date '2024-03-03')
isoyear(date '2024-12-30')
date_part(['year','month'], date '2024-02-29')
'infinity'::date
date '2024-02-30'
current_date is not null
timestamptz '2024-01-01 00:00:00+02'
timezone('UTC', timestamp '2024-01-01')
date_trunc('month', timestamptz '2024-02-29 10:00:00+00')
julian(date '2024-01-01')
select a.k, a.t, b.v from (values (1, timestamp '2024-01-02'), (1, timestamp '2024-01-05'), (2, timestamp '2024-01-03')) a(k, t) asof join (values (1, timestamp '2024-01-01', 'p'), (1, timestamp '2024-01-04', 'q'), (2, timestamp '2024-01-04', 'r')) b(k, t, v) on a.k = b.k and a.t >= b.t order by 1, 2
select a.k, a.t, b.v from (values (1, timestamp '2024-01-02'), (1, timestamp '2024-01-05'), (2, timestamp '2024-01-03')) a(k, t) asof left join (values (1, timestamp '2024-01-01', 'p'), (1, timestamp '2024-01-04', 'q'), (2, timestamp '2024-01-04', 'r')) b(k, t, v) on a.k = b.k and a.t >= b.t order by 1, 2
select * from (values (1, timestamp '2024-01-02'), (1, timestamp '2024-01-05'), (2, timestamp '2024-01-03')) a(k, t) asof join (values (1, timestamp '2024-01-01', 'p'), (1, timestamp '2024-01-04', 'q'), (2, timestamp '2024-01-04', 'r')) b(k, t, v) using (k, t) order by 1, 2
select a.k, b.v from (values (1, timestamp '2024-01-02'), (1, timestamp '2024-01-05'), (2, timestamp '2024-01-03')) a(k, t) asof left join (values (1, timestamp '2024-01-01', 'p'), (1, timestamp '2024-01-04', 'q'), (2, timestamp '2024-01-04', 'r')) b(k, t, v) on a.k = b.k and a.t < b.t order by 1, 2
select * from (values (1),(2)) a(x) positional join (values (3),(4),(5)) b(y)
select * from (values (1),(2)) a(x) cross join (values (3)) b(y) order by 1
select * from (values (1),(2)) a(x) semi join (values (2)) b(x) using (x)
select * from (values (1),(2)) a(x) anti join (values (2)) b(x) using (x)
select * from (values (1,2)) a(x,y) natural join (values (1,3)) b(x,z)
select * from (values (1),(2)) a(x) left join (values (2)) b(x) using (x) order by 1
select * from (values (1),(2)) a(x) full join (values (2),(3)) b(x) using (x) order by 1
select a.x, u.y from (values (1),(2)) a(x), lateral (select a.x * 10 as y) u order by 1
select a.x, (select max(b.y) from (values (1),(5)) b(y) where b.y < a.x) from (values (3),(9)) a(x) order by 1
values (1, 'a'), (2, 'b')
select * from (values (1, 'a')) t
from (values (1, 'a')) t(x, y) select y
from (select 1 as x)
from (values (1),(2)) t(x) where x > 1
with t as (from (values (1)) v(x)) from t select x + 1
summarize select 1 as a, 'x' as b
describe select 1 as a, 'x' as b
select * from (describe select 1 as a)
select 1 as a, a + 1 as b
select 'a' as "B", "b" || 'x'
select 1 limit 50%
select * from (values (1),(2),(3)) t(x) order by x limit 1 offset 1
select distinct on (i) i, s from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by i, s
select i, s from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by s nulls first, i
with recursive r(n) as (select 1 union all select n + 1 from r where n < 4) select * from r
with t as not materialized (select 1 as x) select x from t
select case i when 1 then 'one' else 'many' end from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by 1
select i, grouping(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by rollup(i) order by 1, 2
select i, s, count(*) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by cube(i, s) order by all
select i, s, count(*) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) group by grouping sets ((i), (s), ()) order by all
select if(i > 1, 'a', 'b') from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) order by 1
select (select 1), exists (select 1 where false)
select arg_max(s, x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select arg_min(s, x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max_by(s, i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select arg_max(s, i, 2) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select string_agg(s, ',' order by s desc) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select string_agg(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select string_agg(distinct s, ',' order by s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select listagg(s, '|') from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select group_concat(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select quantile_cont(x, 0.5) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select quantile_disc(x, 0.5) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select quantile_cont(i, [0.25, 0.75]) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select quantile_disc(i, [0.25, 0.75]) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select quantile(i, 0.5) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select median(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select median(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select median(d) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select mode(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select mode(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select percentile_cont(0.5) within group (order by x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select percentile_disc(0.5) within group (order by x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select percentile_disc(0.5) within group (order by x desc) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select mode() within group (order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select product(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select geomean(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bool_and(i > 0) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bool_or(i > 2) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bit_and(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bit_or(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bit_xor(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select first(s order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select last(s order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select any_value(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(*) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(distinct s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(distinct i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select avg(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select avg(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select avg(distinct i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(i::double) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select min(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max(s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select min(d) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select stddev(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select stddev_pop(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select var_samp(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select variance(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select var_pop(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select corr(i, x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select covar_pop(i, x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select regr_slope(x, i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select regr_intercept(x,i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select regr_r2(x,i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select regr_count(x,i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select skewness(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select kurtosis(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select entropy(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select mad(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select list(i order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select array_agg(s order by s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select list(distinct i order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(*) filter (where i > 1) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(i) filter (where i > 100) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count_if(i > 1) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select approx_count_distinct(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select favg(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select fsum(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select kahan_sum(x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max(i, 2) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select min(i, 2) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select bitstring_agg(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select array_agg(i) filter (where i > 5) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(x) / count(*) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max(s) filter (where s <> 'é') from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sum(null) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select avg(null) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select max(null) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select arbitrary(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select sem(i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select count(*) + 1 from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select string_agg(i::varchar, ',' order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select min_by(d, x) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select list(struct_pack(i := i)) is not null from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)
select i, s, row_number() over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, rank() over (order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, lag(s) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, lag(i, 2, -1) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, lead(s, 1, 'z') over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, first_value(s) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, last_value(s ignore nulls) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, sum(i) over (order by i, s rows between 1 preceding and current row) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, sum(i) over (partition by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, ntile(2) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, percent_rank() over (order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, cume_dist() over (order by i) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, nth_value(s, 2) over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, count(*) over (order by i range between unbounded preceding and current row) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, max(x) over w from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d) window w as (order by i, s) order by i, s
select i, s, avg(i) over (order by i groups between 1 preceding and current row) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, sum(i) over (order by i rows between unbounded preceding and unbounded following exclude current row) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, string_agg(s, ',') over (order by i, s) from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, median(i) over () from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, count(distinct i) over () from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
select i, s, arg_max(s, i) over () from (values (1,'a',1.5,date '2024-02-29'),(2,'b',null,date '2023-12-31'),(3,null,-2.5,null),(1,'é',0.0,date '2024-02-29')) t(i,s,x,d)  order by i, s
regexp_matches('hello','l+')
regexp_matches('HELLO','l+','i')
regexp_full_match('hello','h.*')
regexp_replace('hello','l','L')
regexp_replace('hello','l','L','g')
regexp_replace('abc','(b)','[\1]')
regexp_extract('a1b22','\d+')
regexp_extract('a1b22','(\w)(\d)',2)
regexp_extract('abc','x')
regexp_extract('2024-01','(\d+)-(\d+)',['y','m'])
regexp_extract_all('a1b22','\d+')
regexp_split_to_array('a,b;c','[,;]')
regexp_escape('a.b')
'abc' ~ 'b'
'abc' ~ '.*b.*'
'abc' !~ 'x'
'abc' similar to 'a%'
'abc' like 'A%'
'abc' ilike 'A%'
'abc' not ilike 'x%'
'a_c' like 'a$_c' escape '$'
try_cast('x' as int)
try_cast('1.5' as int)
cast('abc' as int)
cast(1.5 as int)
cast(2.5 as int)
cast(-1.5 as int)
cast(2.5::double as int)
cast(true as int)
cast('true' as boolean)
cast(1 as boolean)
cast(1.0 as varchar)
cast(1e20 as varchar)
cast(0.1::float as varchar)
cast('12.345' as decimal(5,2))
cast(12.345 as decimal(4,1))
1::uinteger
-1::uinteger
255::utinyint
18446744073709551615::ubigint
'abc'::blob
'\xAA'::blob
cast('x' as uuid)
'6b9f1f9e-1111-4222-8333-123456789abc'::uuid
md5('a')
md5('')
md5('é')
sha256('a')
sha1('a')
crc32('a')
base64('a'::blob)
from_base64('aGVsbG8=')
hex('a')
hex(255)
unhex('61')
to_hex(255)
bin(5)
ascii('é')
ord('a')
strip_accents('éàü')
upper('é')
lower('É')
strlen('été')
bit_length('a')
octet_length('é'::blob)
left('hello',2)
left('hello',-2)
right('hello',2)
right('hello',-1)
substring('hello',2,3)
substring('hello',-3)
substring('hello',0,2)
substr('é',1,1)
trim('  a ')
trim('xax','x')
ltrim('  a')
rtrim('a  ')
lpad('5',3,'0')
rpad('é',3,'-')
lpad('hello',2,'x')
repeat('ab',3)
replace('aaa','a','b')
translate('abc','ab','xy')
split_part('a-b-c','-',2)
split_part('a-b-c','-',-1)
split_part('a','-',5)
string_split('a,b',',')
string_split('abc','')
concat('a',null,'b')
concat_ws('-','a',null,'b')
1 || 'a'
instr('hello','l')
strpos('hello','z')
starts_with('hello','he')
ends_with('hello','lo')
contains('hello','ell')
'hello' ^@ 'he'
prefix('abc','ab')
suffix('abc','bc')
format('{:.2f}', 3.14159)
format('{:,}', 1234567)
format('{:05d}', 42)
format('{1} {0}', 'a', 'b')
printf('%.2f', 3.14159)
printf('%05d', 42)
levenshtein('kitten','sitting')
editdist3('a','b')
hamming('abc','abd')
jaccard('abc','abd')
jaro_similarity('abc','abd')
jaro_winkler_similarity('abc','abd')
damerau_levenshtein('ab','ba')
nfc_normalize('é')
url_encode('a b&c')
url_decode('a%20b')
parse_filename('/a/b.csv')
parse_filename('/a/b.csv', true)
parse_dirname('/a/b.csv')
parse_path('/a/b.csv')
formatReadableSize(1024)
format_bytes(1000)
string_to_array('a,b',',')
text 'x'
nullif('a','a')
coalesce(null, 'x')
ifnull(null, 1)
least(1, 2.5)
greatest('a','B')
overlay('abc' placing 'x' from 2)
array_to_string(string_split('a b',' '),'-')
word_count('a b')
soundex('a')
'a'::char(3)
like_escape('a%c','a$%c','$')
'Straße' collate nocase = 'STRASSE'
list_aggregate(string_split('b,a',','),'min')
'été' < 'etf'
ascii('')
1/0
1//0
1%0
1.0/0
5/2
5//2
-5//2
-5%2
5.5%2
2**10
2^10
-2^2
10!
@-5
~5
5&3
5|3
xor(5,3)
1<<3
1<<62
-8>>1
2147483647+1
9223372036854775807+1
9223372036854775807::hugeint+1
-9223372036854775808
abs(-5)
abs(-128::tinyint)
sign(-2.5)
round(2.345,2)
round(1234,-2)
round(2.5::double)
round_even(2.5,0)
trunc(2.7)
trunc(-2.7)
floor(-1.2)
ceil(1)
sqrt(2)
sqrt(-1)
exp(1)
ln(0)
ln(2)
log10(100)
log(2,8)
pow(2,0.5)
pow(2,-1)
pi()*2
degrees(pi())
radians(180)
sin(1)
atan2(1,2)
gcd(12,18)
lcm(4,6)
isinf('inf'::double)
isfinite(1.0::double)
bit_count(7)
mod(7,3)
fmod(7.5,2)
divide(7,2)
add(1,2)
subtract(3,1)
multiply(2,3)
random() between 0 and 1
1.1+2.2
1.1*2.2
1.1/2
1.10::decimal(5,2)*2.25::decimal(5,2)
0.1::double+0.2
1::decimal(18,3)/3
sum(1.1) over ()
'1' = 1
1 < '2'
1 + '2'
'1' + '2'
1 in (1, null)
2 in (1, null)
2 not in (1, null)
not null
true is true
'nan'::double = 'nan'::double
'nan'::double > 1
width_bucket(5,0,10,5)
1_000_000
0x1F
.5
5.
-5::varchar
- 5
+5
5
typeof(1)
typeof(1.5)
typeof(1e5)
typeof('a')
typeof(null)
typeof(now())
typeof([1])
typeof({'a':1})
typeof(date '2024-01-01')
typeof(interval 1 day)
typeof(true)
typeof(1+1.5)
typeof(5/2)
typeof(5//2)
typeof(9223372036854775807)
2
greatest(1,2.5)
ifnull(null,'x')
nullif(1,1)
5 is null
5 notnull
5 isnull
cast(null as int)
error('x')
current_schema()
getenv('NOPE')
uuid() is not null
gen_random_uuid()::varchar is not null
1 as "a b"
array[1,2]
[1,2]::int[2]
[1,2]::varchar[]
{'a':1}::struct(a varchar)
{'a':1,'b':2}.b
select min_by(s, i), max_by(s, i) from (values (1,'a'),(2,'b'),(1,'é'),(2,'z')) t(i,s)
-- stars, pivots
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select min(columns(*)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select min(columns('x.*')) as m from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select min(columns('x.*')), max(columns('x.*')) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') + columns('x.*') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') + columns('y') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('zz') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(*) + 1 from t where false
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*')::varchar from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select coalesce(columns('x.*'), 0) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(t.*) from t join u using (x1)
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(*) from t join u using (x1)
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(*) from t join u on t.x1=u.x1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x1') from t join u on t.x1=u.x1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select min(columns(*)) from t join u on t.x1=u.x1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select t.columns('x.*') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(c -> c like 'x%') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(lambda c: c like 'x%') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(['y','x1']) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(['y','zz']) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(* exclude (y)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(* replace (x1+1 as x1)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x(.*)') as 'z\1' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('(x)(.*)') as '\2_\1_\0' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('X.*') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('1') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * rename (y as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * rename y as z from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select t.* rename (y as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * exclude (x1) rename (y as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * replace (x1+1 as x1) rename (x1 as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * exclude (x1) replace (x2*2 as x2) rename (y as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * like 'x%' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * ilike 'X%' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * not like 'x%' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * similar to 'x.*' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select t.* like 'x%' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * exclude (x1) like 'x%' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * like '%q' from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select *, count(*) n from t group by all order by all
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select t.*, count(*) n from t join u using (x1) group by all order by all
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*'), count(*) from t group by all order by all
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*'), sum(columns('x.*')) from t group by all order by all
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * exclude (y), count(*) from t group by all order by all
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * from t order by all desc
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select x2, * exclude(x2) from t order by all desc
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * from t order by columns('x.*') desc
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * from t where columns('x.*') > 1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * from t where columns('x.*') > 0 and y = 'u'
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select y from t group by y having columns('y') = 'u'
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select sum(columns('x.*')) over () from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select sum(columns('x.*')) filter (where y = 'u') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select coalesce(*columns(*)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select coalesce(*columns('x.*')), [*columns('x.*')] from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select greatest(*columns('x.*')) g from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select struct_pack(*columns(*)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select case when columns('x.*') > 1 then 1 end from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select count(columns(*)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select count(distinct columns(*)) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select first(columns(*) order by x1 desc) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select x1 as a, columns('x.*') from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select distinct on (x1) columns('x.*') from t order by x1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)), q as (select columns('x.*') from t) select x2 from q
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select (select max(columns('x1')) from t) m
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(u.*) from t, u where t.x1=u.x1
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * from (select columns('x.*') from t) s(a,b)
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') from t union all select 9, 9
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') c from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * exclude (nope) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * replace (1 as nope) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select * rename (nope as z) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select round(columns('x.*') / 2, 1) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(c -> c in ('x1','y')) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(c -> c != 'y' and not starts_with(c, 'x1')) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns(c -> length(c) = 1) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select t.* exclude (y) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select unnest(columns('x.*')) from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select columns('x.*') > 1 as big from t
with t as (select * from (values (1,2,'u'),(4,5,'v')) t(x1,x2,y)), u as (select * from (values (1,7),(4,8)) u(x1,z)) select -columns('x.*') from t
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v) order by k
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v) as s order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v), max(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v) as s, max(v) as m order by k
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using count(*) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using count(*) as n, sum(v) as s order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c group by k order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t2 on c using sum(v) group by k order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t2 on c using sum(v) group by k, d order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t2 on c using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c in ('q','p','zz') using sum(v), count(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c, k using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c in ('p'), k in ('a','b') using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c || k using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on v using count(*) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot (select c, v from t) on c using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) from t pivot (sum(v) for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (sum(v) for c in ('p' as pp,'q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t2 pivot (sum(v) for c in ('p','q') group by k) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (count(*) for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (sum(v) as s, count(*) as n for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (sum(v) as s for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (sum(v) + 1 for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (coalesce(sum(v),0) for c in ('p','q')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (first(v) for c in ('p','q','r')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t pivot (list(v) for c in ('p','q','r')) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from t2 pivot (sum(v), sum(w) for c in ('p','q')) order by all
pivot (values ('a',null,1),('a','x',2)) t(k,c,v) on c using sum(v) order by all
pivot (select 1 as k, true as c, 5 as v) on c using sum(v) order by all
pivot (select 1 as k, date '2024-01-02' as c, 5 as v) on c using sum(v) order by all
pivot (select 1 as k, 1.50 as c, 5 as v) on c using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t), s as (select * from t) pivot s on c using sum(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t), s as (pivot t on c using sum(v)) select * from s order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) select * from (pivot t on c using sum(v)) order by k
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on C using SUM(V) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using sum(v) filter (where v > 1) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using avg(v) order by all
with t as (select * from (values ('a','p',1),('a','q',2),('b','p',3),('b','p',4)) t(k,c,v)), t2 as (select *, v*2 as w, 'z' as d from t) pivot t on c using string_agg(v::varchar, ',' order by v desc) order by all
unpivot (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c) on a,b,c into name n value v
unpivot (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c) on columns(* exclude id) into name n value v
unpivot (values (1,10,20,null),(2,30,null,5)) t(id,a,b,c) on a,b,c
unpivot include nulls (values (1,10,20,null)) t(id,a,b,c) on a,b,c into name n value v
unpivot (values (1,10,20,30,40)) t(id,a,b,c,d) on (a,b) as x, (c,d) as y into name n value v, w
unpivot (values (1,10,20,30,40)) t(id,a,b,c,d) on a as x, b + 1 as y into name n value v
from (values (1,10,20,null)) t(id,a,b,c) unpivot (v for n in (a,b,c))
from (values (1,10,20,null)) t(id,a,b,c) unpivot include nulls (v for n in (a,b,c))
from (values (1,10,20,null)) t(id,a,b,c) unpivot (v for n in (columns('[ab]')))
from (values (1,10,20,30,40)) t(id,a,b,c,d) unpivot ((v,w) for n in ((a,b) as x,(c,d) as y))
from (values (1,10,20,30,40)) t(id,a,b,c,d) unpivot ((v,w) for n in ((a,b),(c,d)))
from (values (1,10,20,null)) t(id,a,b,c) unpivot (v for n in (a as 'x',b as y))
-- rows, comprehensions, hash, spans, macros
select count(distinct (x,y)) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z)
select count(distinct x, y) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z)
select z, count(distinct (x,y)) over () from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z) order by all
select count(distinct y) over (partition by x) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z) order by all
select z, count(distinct (x, y)) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z) group by z order by all
select (x,y) = (1,'a') from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z)
select (x,z) in ((1,2),(1,3)) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z)
select (x,z) not in ((1,2),(null,3)) from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z)
select (1,null) = (2,3), (1,null) = (1,2), (1,null) <> (2,3), (null,1) = (null,1)
select (1,null) in ((1,2)), (1,2) in ((1,null),(1,2))
select x from (values (1,'a',2),(1,'a',3),(1,null,3),(null,null,1)) t(x,y,z) where (x,z) in (select 1, 2)
(1,2) < (1,3)
(1,2) = (1,2,3)
[x for x in [3,1]]
[upper(s) for s in string_split('a,b', ',')]
[x + i for x, i in [10,20]]
[[y*2 for y in x] for x in [[1,2],[3]]]
[x for x in [1,null,3] if x > 1]
[x.a for x in [{'a': 1}, {'a': 2}]]
select [x * y for x in l] from (values ([1,2], 3), (null, 4), ([], 5)) t(l, y)
hash(1)::hugeint
hash(-1)::hugeint
hash(-5::bigint)::hugeint
hash(null)::hugeint
hash(1,'a')::hugeint
hash('a', null, 2.5)::hugeint
hash('')::hugeint
hash('abcdefgh')::hugeint
hash('hello world, this is long')::hugeint
hash('é')::hugeint
hash(1.5::double)::hugeint
hash(-0.0::double)::hugeint
hash('nan'::double)::hugeint
hash(-1.5::float)::hugeint
hash(true)::hugeint
hash(date '1960-01-01')::hugeint
hash(timestamp '2024-01-01 10:00:00.5')::hugeint
hash(time '00:00:01')::hugeint
hash(1.50)::hugeint
hash(-1.5::decimal(4,2))::hugeint
hash(-1.5::decimal(18,2))::hugeint
hash(-1.5::decimal(30,2))::hugeint
hash(5::hugeint)::hugeint
hash(interval '2 months 1 day 5 microseconds')::hugeint
hash([1,2])::hugeint
select hash(i, s)::hugeint from (values (1,'a'),(2,null),(null,'x')) t(i,s)
select case when hash('x') > 9223372036854775807 then (-1 * (hash('x') - 9223372036854775807))::bigint else hash('x')::bigint end
time_bucket(interval 1 month, date '2024-02-29')
time_bucket(interval 3 month, date '1999-11-05')
time_bucket(interval 1 year, timestamp '1999-12-31 23:59')
time_bucket(interval 1 week, date '2024-02-29')
time_bucket(interval 10 day, date '2024-01-05')
time_bucket(interval 1 day, timestamp '1999-12-31 13:00')
time_bucket(interval '15 minutes', timestamp '2024-02-29 13:44')
time_bucket(interval 2 hour, date '2024-02-29')
time_bucket(interval 7 day, date '2024-01-05', date '2024-01-01')
time_bucket(interval 1 month, date '2024-01-05', date '2023-12-15')
time_bucket(interval '1 month 1 day', date '2024-01-05')
time_bucket(interval 0 day, date '2024-01-05')
time_bucket(interval 1 day, timestamp '2024-01-05 03:00', interval 2 hour)
time_bucket(null, date '2024-01-05')
time_bucket(interval 1 day, null::date)
age(timestamp '2024-01-15', timestamp '2024-03-01')
age(timestamp '2024-03-01 10:00', timestamp '2024-02-28 12:30:00.5')
age(timestamp '2024-02-29', timestamp '2023-02-28')
age(timestamp '2023-03-31', timestamp '2023-02-28')
age(timestamp '2023-01-31', timestamp '2023-03-01')
age(timestamp '2023-03-01', timestamp '2023-01-31')
age(timestamp '2024-02-28 12:30:00.5', timestamp '2024-03-01 10:00')
age(null, date '2024-01-01')
'6B9F1F9E-1111-4222-8333-123456789abc'::uuid
'{6b9f1f9e-1111-4222-8333-123456789abc}'::uuid
'6b9f1f9e111142228333123456789abc'::uuid
'6b9f-1f9e111142228333123456789abc'::uuid
try_cast('x' as uuid)
'x'::uuid
null::uuid
length(uuid()::varchar)
select unnest('["a", 1]'::json::json[])
create macro plus(a, b) as a + b; select plus(1, 2), plus(1.5, 2)
create macro plus(a, b := 10) as a + b; select plus(1), plus(1, b := 5), plus(1, 3)
create macro twice(a) as a * 2; create macro four(a) as twice(twice(a)); select four(x + 1) from (values (1), (2)) t(x)
create macro iff(c, t, f) as case when c then t else f end; select iff(x > 1, 'big', 'small') from (values (1), (2)) t(x)
create or replace macro split(s, sep) as string_split(s, sep); select split('a-b', '-')
create macro countif(cond) as count_if(cond); select countif(x > 1) from (values (1), (2), (3)) t(x)
create macro initcap(s) as list_aggregate(list_transform(string_split(s, ' '), x -> upper(substring(x, 1, 1)) || lower(substring(x, 2))), 'string_agg', ' '); select initcap('hello WORLD again')
create macro nth(n) as table select * from range(10) t(i) where i < n; select count(*) from nth(4)
create macro nth(n) as table select * from range(10) t(i) where i < n; select sum(i) from nth(n := 4) x
create macro m() as 42; select m()
create macro m(a) as a; select m()
create macro m(a) as a; select m(1, 2)
create macro rec(a) as rec(a); select rec(1)
create type small as smallint; select 1::small, cast('2' as small)
create type money as decimal(10,2); select '1.5'::money
create type if not exists variant as json; select '{"a":1}'::variant ->> '$.a'
create macro f(x) as (select max(i) + x from range(5) t(i)); select f(1)
-- arrows, powers, quotes
'{"a":"1"}' ->> 'a' = '1'
'{"a":"1"}' ->> '$.a' in ('1', '2')
'{"a":"1"}' ->> 'a' is not null
'{"a":"1"}' ->> 'a' || 'b'
'{"a":{"b":"1"}}' -> 'a' ->> 'b' = '1'
'{"a":"1"}' ->> 'a' = '1' and true
'{"a":"1"}' -> 'a' = '1'
true and '{"a":"1"}' ->> 'a' = '1'
case when '{"a":"b"}' ->> 'a' = 'b' then 1 end
select x ->> 'a' as a, count(*) as n from (select '{"a":"b"}' as x) where x ->> 'a' = 'b' group by 1
-2 ** 2, 2 ** 3 ** 2, 2 * 3 ** 2, -2 ^ 2, 2 ** -1, 8 / 2 ** 2
'\', 'a\b'
E'a\nb'
'a_b' like 'a\_b' escape '\'
select 1 as materialized, 2 as b
select `a` from (select 1 as a)
-- JSON paths with a star
json_extract('{"a":[1,"x",null]}', '$.a[*]'), json_extract_string('{"a":[1,"x",null]}', '$.a[*]')
'{"a":[1]}' -> '$.b[*]', '{"a":{"x":1,"y":2}}' ->> '$.a.*'
json_extract('{"a":[{"b":1},{"b":2},{"c":3}]}', '$.a[*].b')
select unnest(x -> '$.a[*]') from (select '{"a":[1,2]}' as x)
select json_group_array(x) from (select unnest([1, null, 3]) as x) t
select json_group_array(x) from (select 1 as x where false)
select json_group_object(k, v) from (values ('a', 1), ('a', 2), ('b', 3)) t(k, v)
row_to_json({'a': 1}), array_to_json([1, 2])
-- IN, ANY and ALL as values
select x, x in (select 1) as a, x not in (select 1) as b, x in (select null::int) as c, x in (select 1 where false) as d from (values (1), (2), (null)) t(x) order by x
select sum(case when x in (select 1) then 1 else 0 end) from (values (1), (2)) t(x)
select x, case when x in (select y from (values (1, 1), (2, 3)) b(y, z) where b.z = a.x) then 'yes' end as a from (values (1), (2)) a(x) order by 1
1 = any([null, 2]), 1 = any([1, null]), null = any([1]), 1 <> all([2, null]), 3 = any([1, 2]), 3 <> all([1, 2])
select x from (values (1), (2)) t(x) where x = any(select 1)
select x from (values (1), (2)) t(x) where x <> all(select 1)
select a from (values (1, 2), (1, 3), (null, 1)) t(a, b) where (a, b) in (select 1, 2)
select a, b from (values (1, 2), (1, 3), (null, 1)) t(a, b) where (a, b) not in (select 1, 2) order by b
select a, b from (values (1, 2), (4, 3)) t(a, b) where not (a, b) in (select 1, null)
-- calls behind a value
'abc'[1:2].upper()
['a', 'b'].list_contains('a')
select x.upper(), t.x.length() from (select ' a ' as x) t
select main.upper('a')
-- numbers without sign
300::utinyint
255::utinyint::varchar, 4294967295::uinteger::varchar, 65535::usmallint::varchar
try_cast(300 as utinyint)::varchar, try_cast(-1 as uinteger)::varchar, 1.5::ubigint::varchar
-- columns of set operations
select x from (select 1 as x union all select '2') order by x
select x from (select date '2020-01-01' as x union all select 'later') order by x
select x from (values (1), ('2')) t(x) order by x
select x from (select timestamp '2020-01-01' as x union all select null::int) order by x
select x from (select 5 as x union all select timestamp '2020-01-01') order by x
select timestamp '2020-01-01' as x except select null::int
null::int::timestamp, null::date::int
-- LATERAL
select * from (values (1), (2)) t(a), lateral (select a + 1 as b, a * 2 as c) l order by a
select * from (values (1), (2)) t(a), lateral (select a + 1 as b where a > 1) l
select t.a, l.b from (values (1), (2)) t(a) left join lateral (select a + 1 as b where a > 1) l on true order by a
select t.a, u.x from (values (1, [1, 2]), (2, [])) t(a, l) cross join lateral (select unnest(t.l) as x) u order by all
select t.a, u.x from (values (1, [1, 2]), (2, [])) t(a, l) left join lateral (select unnest(t.l) as x) u on true order by all
-- lists of JSON
'["a", 1, null, {"b":[2]}]'::json[]::varchar, ['"a"']::varchar
select l::varchar, len(l), l[1], l[2]::int + 1 from (select '["a", 1]'::json[] as l)
select case when true then '["a"]'::json[] end::varchar
-- floating numbers as decimals
100000::float::decimal(28,6), 100000::double::decimal(28,6), 0.1::float::decimal(18,10)
0.125::double::decimal(10,2), (-0.125)::double::decimal(10,2), 0.285::double::decimal(10,2), 1.005::double::decimal(10,2), 2.5::float::decimal(3,0), 3.5::float::decimal(3,0)
1e10::double::decimal(10,2)
try_cast(1e10::double as decimal(10,2)), try_cast('nan'::double as decimal(5,2))
0::double::decimal(5,2), 123456.789::float::decimal(12,3), 16777217::double::decimal(18,0)
-- what projects of dbt write
select * from (values (1, timestamp '2024-01-02'), (1, timestamp '2024-01-05'), (2, timestamp '2024-01-03')) a(k, t) asof join (values (1, timestamp '2024-01-01', 'p'), (1, timestamp '2024-01-04', 'q')) b(k, t, v) on a.k = b.k and a.t >= b.t order by all
select a.*, b.v from (values (1, date '2024-01-02'), (1, date '2024-01-05'), (2, null)) a(k, t) asof left join (values (1, date '2024-01-01', 'p'), (1, date '2024-01-04', 'q'), (null, date '2024-01-04', 'q')) b(k, t, v) on a.t >= b.t and a.k = b.k order by all
with p as (select * from (values ('A', timestamp '2024-01-01 09:00', 10.5), ('A', timestamp '2024-01-01 10:00', 11.0), ('B', timestamp '2024-01-01 09:30', 5.0)) t(sym, ts, px)), h as (select * from (values ('A', timestamp '2024-01-01 09:30', 3), ('B', timestamp '2024-01-01 09:00', 4), ('B', timestamp '2024-01-01 12:00', 4)) t(sym, ts, n)) select h.sym, h.ts, px * n as v from h asof join p using (sym, ts) order by 1, 2
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select a.t, b.t as bt, v from a asof left join b on a.t > b.t order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select a.t, b.t as bt, v from a asof left join b on a.t <= b.t order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select * from a asof right join b on a.t <= b.t order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select * from a asof full join b on a.t <= b.t order by 1,2
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')), c(i) as (values (1),(5),(9)) select a.t, v, i from a asof join b on a.t >= b.t join c on c.i = a.t order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')), c(i) as (values (1),(5),(9)) select a.t, v, i from c join a on c.i = a.t asof left join b on a.t >= b.t where i > 1 order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select * from a asof join b using (t) order by 1
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select count(*) as n, max(v) as v from a asof join b on a.t >= b.t and v = 'x'
with a(t) as (values (1),(5),(9)), b(t, v) as (values (2,'x'),(6,'y')) select a.t, b.v from a asof join (select * from b where v = 'x') b on a.t >= b.t order by 1
select a.x, b.y from (values (1),(2),(3)) a(x) positional join (values ('a'),('b')) b(y) order by 1
map()
map {}
map {1: 'x'}
map {'a': 1}['z']
map {'a': 1}.a
map_keys(map {'a': 1, 'b': 2})
map_values(map {'a': 1, 'b': 2})
map_from_entries([{'k': 'a', 'v': 1}])
map_from_entries([('a', 1), ('b', 2)])
map_extract(map {'a': 1}, 'a')
map_extract_value(map {'a': 1}, 'a')
map_contains(map {'a': 1}, 'a')
map_concat(map {'a': 1}, map {'a': 2, 'b': 3})
map_contains_value(map {'a': 1}, 1)
map_contains_entry(map {'a': 1}, 'a', 1)
select map(list(k), list(v)) as m from (values ('a', 1), ('b', 2)) t(k, v)
select map_from_entries(list((k, v) order by k)) as m from (values ('a', 1), ('b', 2)) t(k, v)
select m['a'] as a, m['c'] as c from (select map(['a','b'], [1,2]) as m)
select m['a'][1] as a, m.a as b from (select map {'a': 'xyz'} as m)
map {'a': [1,2]}
map {'a': {'x': 1}}
map {date '2024-01-01': 1}
map {'a': null}
select histogram(x) from (values (1),(2),(2)) t(x)
select histogram(x) from (values ('a'),('b'),('a')) t(x)
select map_keys(histogram(x)) from (values ('a'),('b'),('a')) t(x)
typeof(map {'a': 1})
map {'a': 1}::varchar
map {'a': 1}::json
to_json(map {'a': 1})
'{a=1}'::map(varchar, int)
map {'a': 1} = map {'a': 1}
null::map(varchar, int)
create type mood as enum ('sad', 'ok', 'happy'); select 'ok'::mood
create type mood as enum ('sad', 'ok', 'happy'); select 'ok'::mood < 'happy'::mood
create type mood as enum ('sad', 'ok', 'happy'); select m from (values ('happy'::mood), ('sad'::mood)) t(m) order by m
create type mood as enum ('sad', 'ok', 'happy'); select try_cast('bad' as mood)
create type mood as enum ('sad', 'ok', 'happy'); select enum_range(null::mood)
create type mood as enum ('sad', 'ok', 'happy'); select max(m) from (values ('happy'::mood), ('sad'::mood)) t(m)
'ok'::enum('sad', 'ok')
create type ts as timestamp; select '2024-01-01'::ts
create type price as decimal(10,2); select 1.234::price, cast('2' as price)
create type pt as struct(x int, y int); select {'x': 1, 'y': 2}::pt
unpivot (values (1,10,null)) t(id,a,b) on a, b
select * from (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) pivot (sum(v) for y in (2020, 2021)) order by k
select * from (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) pivot (sum(v) as total, count(*) as n for y in (2020, 2021)) order by k
pivot (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) on y using sum(v) group by k order by k
pivot (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) on y in (2020, 2022) using coalesce(sum(v), 0) group by k order by k
pivot (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) on 'y_' || y using sum(v) group by k order by k
pivot (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) on k, y using sum(v)
pivot (values ('a',2020,1),('a',2021,2),('b',2020,3)) t(k,y,v) on k || '_' || y using sum(v)
pivot (values ('a',2020,1.5),('a',2021,2),('b',2020,3)) t(k,y,v) on y using round(sum(v), 1) as s group by k order by k
with p as (pivot (values ('a',2020,1),('a',2021,2)) t(k,y,v) on y in (2020,2021) using sum(v)) select k, "2020" + "2021" as t from p
list_reduce([1,2,3], lambda a, b: a * b)
list_reduce(['a','b'], lambda a, b: a || '-' || b)
list_transform([1,2,3], lambda x: x + 1)
list_transform([1,2,3], lambda x, i: x * i)
list_transform(['a','b'], (x, i) -> x || i)
list_filter([1,2,3], lambda x: x > 1)
list_filter([10,20,30], lambda x, i: i > 1)
list_filter(list_transform([1,2,3], x -> x * 2), x -> x > 2)
list_transform([[1,2],[3]], x -> list_sum(x))
list_transform([{'a': 1}, {'a': 2}], x -> x.a)
list_transform([{'a': 1}, {'a': 2}], x -> x['a'] + 1)
[x * 2 for x in [1,2,3] if x > 1]
[lower(trim(x)) for x in string_split('A, B', ',')]
list_zip([1,2],[3,4])
list_zip([1,2],['a'])
list_sort([3,1,2], 'desc')
list_sort([3,null,2], 'desc', 'nulls last')
list_distinct([1,1,2]).list_sort()
list_unique([1,1,2])
list_any_value([null, 2])
list_contains(['a','b'], 'a')
list_where([1,2,3], [true,false,true])
list_select([1,2,3], [1,3])
list_resize([1,2], 3, 0)
list_aggregate([1,2,3], 'avg')
list_aggregate(['a','b'], 'string_agg', '|')
list_aggregate([1.5,2.5], 'sum')
list_aggregate([1.5,2.5], 'max')
list_aggregate([1,2,2], 'histogram')
list_aggr([1,2,null], 'count')
list_sum([1.5, 2.5])
list_var_pop([1,2,3])
list_median([1,2,3,4])
list_min(['b','a'])
list_histogram(['a','b','a'])
list_approx_count_distinct([1,1,2])
list_entropy([1,1,2])
list_distance([1.0,2.0],[3.0,4.0])
list_concat([1],[2],[3])
array_to_string(['a','b'], ',')
array_to_string_comma_default(['a','b'])
list_value(1,2,3)
[1,2,3,4][1:4:2]
'hello'[:2]
'hello'[1:-2]
array_slice([1,2,3], 2, 3)
repeat([1,2], 2)
select unnest([{'a': 1, 'b': 2}], recursive := true)
select unnest({'a': 1, 'b': 'x'})
select s.* from (select {'a': 1, 'b': 2} as s)
select s.*, 5 as c from (select {'a': 1, 'b': 2} as s)
select s.* exclude (a) from (select {'a': 1, 'b': 2} as s)
select u.* from (select unnest([{'a': 1, 'b': 2}]) as u)
select u.a, u.b from (values (1)) t(i), unnest([{'a': 1, 'b': 2}]) as x(u)
select * from unnest([{'a': 1, 'b': 2}])
select t.id, u.unnest as v from (values (1, [1,2]), (2, [3])) t(id, l), unnest(t.l) as u order by all
select id, v from (values (1, [1,2]), (2, [])) t(id, l) left join unnest(l) as u(v) on true order by all
select id, v from (values (1, [1,2]), (2, [])) t(id, l) cross join unnest(l) as u(v) order by all
('{"a": {"b": 1}}'::json)['a']
select j['a'] from (select '{"a": {"b": 1}}'::json as j)
select j['a']['b'] from (select '{"a": {"b": 1}}'::json as j)
select j.a.b from (select '{"a": {"b": 1}}'::json as j)
select j->'a'->>'b' from (select '{"a": {"b": 1}}'::json as j)
select (j->>'a')::int + 1 from (select '{"a": 1}'::json as j)
select j->'$.a[0]' from (select '{"a": [1,2]}'::json as j)
select json_extract(j, '$.a[*].b') from (select '{"a": [{"b": 1},{"b": 2}]}'::json as j)
select json_extract_string(j, ['$.a', '$.b']) from (select '{"a": 1, "b": "x"}'::json as j)
select json_array_length(j, '$.a') from (select '{"a": [1,2]}'::json as j)
select json_keys(j) from (select '{"a": [1,2], "b": 1}'::json as j)
select cast(j as struct(a int, b varchar)) from (select '{"a": 1, "b": "x"}'::json as j)
select cast(j->'$.l' as varchar[]) from (select '{"l": ["x","y"]}'::json as j)
select cast(j->'$.l' as int[]) from (select '{"l": [1,2]}'::json as j)
select json_transform(j, '{"a":"INTEGER"}') from (select '{"a": 1}'::json as j)
select json_structure('{"a":1}')
select json_group_structure(j) from (select '{"a": 1}'::json as j)
select json_object('a', 1, 'b', 'x')
select json_array(1, 'x', null)
select json_merge_patch('{"a":1}','{"b":2}')
select json_exists('{"a":1}', '$.a')
select json_contains('{"a":1}', '{"a":1}')
select json_quote('a')
select json('{"a" : 1}')
select to_json([1,2])
select to_json({'a': 1, 'd': date '2024-01-01'})
select json_pretty('{"a":1}')
select t.id, e.key, e.value from (values (1, '{"a": 1, "b": 2}'::json)) t(id, j), json_each(t.j) e order by all
select count(*) filter (x > 1) from (values (1),(2)) t(x)
select sum(x) filter (x > 1) as s from (values (1),(2)) t(x)
select k, count(*) from (values ('a'),('b'),('a')) t(k) group by all order by all
select k, k || 'x' as kk, sum(v) + 1 as s from (values ('a',1),('b',2),('a',3)) t(k,v) group by all order by all desc
select k, sum(v) as s, s / sum(s) over () as share from (values ('a',1),('b',2),('a',3)) t(k,v) group by all order by all
select k, v from (values ('a',1),('b',2),('a',3)) t(k,v) qualify rank() over (partition by k order by v desc) = 1 order by all
select k, sum(v) as s from (values ('a',1),('b',2),('a',3)) t(k,v) group by k qualify row_number() over (order by s desc) = 1
select columns(c -> c like 'a%') from (select 1 as a1, 2 as a2, 3 as b)
select columns(lambda c: c like 'a%') from (select 1 as a1, 2 as a2, 3 as b)
select columns('a(\d)') as 'z\1' from (select 1 as a1, 2 as a2, 3 as b)
select columns('(a\d)') as "\1_x" from (select 1 as a1, 2 as a2, 3 as b)
select min(columns(*)), max(columns(*)) from (select 1 as a, 2 as b)
select columns(* exclude (a)) + 1 from (select 1 as a, 2 as b, 3 as c)
select columns(* replace (a + 1 as a)) from (select 1 as a, 2 as b)
select columns(['a','b']) from (select 1 as a, 2 as b, 3 as c)
select count(columns('a|b')) from (select 1 as a, 2 as b, 3 as c)
select * from (select 1 as a, 2 as b) where columns(*) > 0
select * exclude (a) replace (b * 10 as b) from (select 1 as a, 2 as b)
select * exclude a from (select 1 as a, 2 as b)
select t.* exclude (a), u.* from (select 1 as a, 2 as b) t, (select 3 as c) u
select * exclude (t.a) from (select 1 as a, 2 as b) t, (select 3 as a) u
select * rename (a as z) from (select 1 as a, 2 as b)
select * exclude (b) rename (a as z) from (select 1 as a, 2 as b)
select * similar to 'a.*' from (select 1 as a1, 2 as b)
select * ilike 'A%' from (select 1 as a1, 2 as b)
select * not like 'a%' from (select 1 as a1, 2 as b)
select * glob 'a*' from (select 1 as a1, 2 as b)
from (values (1),(2)) t(x) select sum(x) as s, count(*) as n,
with a as (from (values (1),(2)) t(x)) from a select x limit 1
select x, from (values (1)) t(x)
select [1,2,]
select a, b, count(*) from (values (1,2)) t(a,b) group by a, b,
date_trunc('quarter', timestamp '2024-02-29 10:11')
date_part('epoch', timestamp '2024-02-29 10:11:12.5')
date_part('dow', date '2024-02-29')
date_part('doy', date '2024-02-29')
date_part('isodow', date '2024-02-29')
date_part('yearweek', date '2024-12-30')
datepart('quarter', date '2024-02-29')
extract('year' from date '2024-02-29')
extract(epoch from (timestamp '2024-01-02' - timestamp '2024-01-01'))
extract(day from interval '3 days 2 hours')
extract(hour from time '10:30:00')
date_part('hour', time '10:30:00')
strftime(date '2024-02-29', '%Y%m%d')::int
strftime('%Y-%m', date '2024-02-29')
strftime(timestamp '2024-02-29 13:14:15.678', '%A %a %B %b %d %-d %m %-m %y %H %-H %I %p %M %S %f %j %U %W %u %w %%')
strftime(timestamp '2024-02-29 13:14:15.678', '%c | %x | %X')
strftime(timestamp '2024-02-29 13:14:15.678', '%G-W%V %g %n')
strptime('02/03/2024', '%d/%m/%Y')::date
strptime('2024-02-29 10:11 PM', '%Y-%m-%d %I:%M %p')
strptime('Feb 29 2024', '%b %d %Y')
strptime('20240229', '%Y%m%d')
strptime('2024-02-29T10:11:12Z', '%Y-%m-%dT%H:%M:%SZ')
strptime('2024-02-29T10:11:12.123456', '%Y-%m-%dT%H:%M:%S.%f')
strptime('2024-02-29', ['%d/%m/%Y', '%Y-%m-%d'])
try_strptime('02/03/2024', ['%Y-%m-%d', '%d/%m/%Y'])
strptime('2024-02-29 10:11:12 +0200', '%Y-%m-%d %H:%M:%S %z')
strptime('2024-02-29 10:11:12 UTC', '%Y-%m-%d %H:%M:%S %Z')
regexp_extract_all('a1b22', '\d+')
regexp_extract_all('a=1,b=2', '(\w)=(\d)', 2)
regexp_extract('abc-123', '([a-z]+)-(\d+)', 2)
regexp_replace('a b  c', '\s+', ' ', 'g')
regexp_replace('abc', '(b)', '[\1]')
regexp_matches('abc', 'B', 'i')
regexp_full_match('abc', 'a.c')
regexp_split_to_array('a1b2', '\d')
string_split_regex('a1b22c', '\d+')
'abc' ~ 'a.*'
'abc' !~ 'a.*'
'abc' ~~ 'a%'
'abc' similar to 'a(b|x)c'
'abc' glob 'a*'
'abc' ^@ 'ab'
'abc' not ilike 'A%'
select arg_max(s, i, 2) from (values (1,'a'),(2,'b'),(3,'c')) t(i,s)
select arg_min(s, i, 2) from (values (1,'a'),(2,'b'),(3,'c')) t(i,s)
select max(i, 2), min(i, 2) from (values (1,'a'),(2,'b'),(3,'c')) t(i,s)
select arg_max_null(s, i) from (values (1,'a'),(2,null)) t(i,s)
select mode(x) from (values (1),(2),(2)) t(x)
select quantile_cont(x, [0.25, 0.5]) from (values (1),(2),(3)) t(x)
select quantile_cont(x, 0.5) from (values (1.5),(2.5)) t(x)
select quantile_disc(x, 0.5) from (values (1),(2),(3)) t(x)
select quantile_disc(x, [0.25, 0.75]) from (values (1),(2),(3)) t(x)
select quantile(x, 0.5) from (values (1),(2),(3)) t(x)
select quantile_cont(d, 0.5) from (values (date '2024-01-01'),(date '2024-01-02')) t(d)
select percentile_cont(0.5) within group (order by x) from (values (1),(2)) t(x)
select percentile_cont([0.25,0.5]) within group (order by x) from (values (1),(2)) t(x)
select percentile_disc(0.5) within group (order by x desc) from (values (1),(2),(3)) t(x)
select percentile_cont(0.9) within group (order by x desc) from (values (1),(2),(3)) t(x)
select median(x) from (values (1.5),(2.5)) t(x)
select median(d) from (values (date '2024-01-01'),(date '2024-01-03')) t(d)
select approx_count_distinct(x) from (values (1),(2),(2)) t(x)
select bit_and(x), bit_or(x), bit_xor(x) from (values (1),(3)) t(x)
select product(x) from (values (2),(3)) t(x)
select geomean(x) from (values (2),(8)) t(x)
select stddev(x), stddev_pop(x), variance(x), var_pop(x) from (values (1),(3)) t(x)
select corr(x, y), covar_pop(x, y), covar_samp(x,y), regr_slope(x,y), regr_r2(x,y) from (values (1,2),(3,5),(4,9)) t(x,y)
select skewness(x), kurtosis(x) from (values (1),(3),(7),(20)) t(x)
select entropy(x) from (values (1),(3),(3)) t(x)
select sem(x) from (values (1),(3),(3)) t(x)
select mad(x) from (values (1),(3),(7)) t(x)
select favg(x), fsum(x), kahan_sum(x) from (values (1.5),(3)) t(x)
select bool_and(x > 0), bool_or(x > 2) from (values (1),(3)) t(x)
select first(x order by y desc), last(x order by y desc), any_value(x) from (values (1,2),(3,4)) t(x,y)
select list(x) filter (x > 1) from (values (1),(3)) t(x)
select string_agg(distinct x, ', ' order by x) from (values ('a'),('b'),('a')) t(x)
select group_concat(x, '-') from (values ('a'),('b')) t(x)
select count(distinct x), sum(distinct x) from (values (1),(3),(3)) t(x)
select count_if(x > 1) from (values (1),(3)) t(x)
select weighted_avg(x, y) from (values (1,2),(3,4)) t(x,y)
select wavg(x, y) from (values (1,2),(3,4)) t(x,y)
select cume_dist() over (order by x), percent_rank() over (order by x), ntile(2) over (order by x) from (values (1),(3),(3)) t(x) order by all
select lag(x, 1, 0) over (order by x), lead(x) over (order by x) from (values (1),(3)) t(x) order by all
select lag(x ignore nulls) over (order by i) from (values (1,5),(2,null),(3,null)) t(i,x) order by i
select last_value(x ignore nulls) over (order by i rows between unbounded preceding and current row) as f from (values (1,5),(2,null),(3,7)) t(i,x) order by i
select sum(x) over w as s, avg(x) over w as a from (values (1,5),(2,3)) t(i,x) window w as (order by i) order by i
select avg(x) over (order by d range between interval 7 day preceding and current row) from (values (date '2024-01-01',1),(date '2024-01-05',2),(date '2024-01-20',3)) t(d,x) order by d
select sum(x) over (order by i rows between 1 preceding and 1 following exclude current row) as s from (values (1,5),(2,3),(3,4)) t(i,x) order by i
select sum(x) over (order by i groups between 1 preceding and current row) as s from (values (1,5),(1,3),(3,4)) t(i,x) order by all
select row_number() over () as rn from (values (1)) t(x)
select string_agg(x, ',') over (order by i) from (values (1,'a'),(2,'b')) t(i,x) order by i
select list(x) over (order by i) from (values (1,'a'),(2,'b')) t(i,x) order by i
select fill(x) over (order by i) from (values (1,5.0),(2,null),(3,7.0)) t(i,x) order by i
xor(5, 3)
5 & 3
5 | 3
1 << 3
from_hex('ff')
printf('%05d|%s|%.2f', 42, 'x', 1.5)
format('{:>5}|{}|{:.2f}', 'a', 1, 2.5)
format('{:02d}', 5)
format('{0} {1} {0}', 'a', 'b')
printf('%,d', 1234567)
age(timestamp '2024-03-01', timestamp '2023-01-15')
age(date '2024-03-01', date '2023-01-15')
time_bucket(interval '15 minutes', timestamp '2024-01-01 10:22')
time_bucket(interval '1 week', date '2024-01-10')
time_bucket(interval '1 month', date '2024-01-10')
epoch_ms(1709200000000)
make_timestamp(2024, 1, 2, 3, 4, 5.5)
make_timestamp(1709200000000000)
make_timestamp_ms(1709200000000)
make_time(1, 2, 3.5)
to_milliseconds(1500)
to_hours(3) + to_minutes(5)
monthname(date '2024-02-10')
dayname(date '2024-02-10')
weekofyear(date '2024-02-10')
yearweek(date '2024-02-10')
isodow(date '2024-02-10')
era(date '2024-02-10')
century(date '2024-02-10')
date_diff('day', date '2024-01-01', date '2024-02-01')
date_diff('week', date '2024-01-01', date '2024-02-01')
date_diff('hour', timestamp '2024-01-01 10:59', timestamp '2024-01-01 11:01')
datediff('month', '2024-01-31'::date, '2024-02-01'::date)
date_sub('month', date '2024-01-31', date '2024-02-28')
date_add(date '2024-01-01', interval 1 month)
date '2024-01-31' - 1
date '2024-01-31' - date '2024-01-01'
timestamp '2024-01-31 10:00' - timestamp '2024-01-01'
timestamp '2024-01-31 10:00' + interval '1 hour 30 minutes'
date '2024-01-01' + interval (5 * 2) day
date '2024-01-01' + to_days(5)
timestamp '2024-01-31 10:00'::time
'10:30:00'::time
time '10:30' + interval 1 hour
time '10:30' < time '11:00'
timestamp '2024-01-31 10:00' at time zone 'UTC'
timestamp '2024-01-31 10:00' at time zone 'America/New_York'
'infinity'::timestamp
greatest(1, 2, null)
greatest('a', 'b')
hash('a')
md5(concat('a', null, 1))
md5_number('a')
struct_concat({'a': 1}, {'b': 2})
struct_update({'a': 1}, a := 2)
struct_keys({'a': 1})
{a: 1, b: {c: 2}}
{'a': 1} = {'a': 1}
{'a': 1} < {'a': 2}
union_value(num := 2)
select union_tag(union_value(num := 2))
1::union(num int, str varchar)
getvariable('x')
with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select * from t order by n
with recursive t(n, p) as (select 1, [1] union all select n + 1, list_append(p, n + 1) from t where n < 3) select * from t order by n
with recursive t(a, b) using key (a) as (select 1, 0 union select a, b + 1 from t where b < 3) select * from t
with recursive cal as (select date '2024-01-01' as d union all select (d + interval 1 day)::date from cal where d < date '2024-01-03') select * from cal order by d
with recursive h as (select 1 as id, null::int as parent, 'a' as path union all select c.id, c.parent, h.path || '/' || c.id from (values (2,1),(3,2)) c(id,parent) join h on c.parent = h.id) select * from h order by id
select x, x in (select y from (values (1,1),(2,3)) b(y,z) where z = x) from (values (1),(2)) a(x) order by 1
select x, exists (select 1 from (values (1),(5)) b(y) where y = x) as e from (values (1),(2)) a(x) order by 1
select x, (select count(*) from (values (1),(5)) b(y) where y > x) as n from (values (1),(2),(9)) a(x) order by 1
select x, (select sum(y) from (values (1),(5)) b(y) where y >= x) as n from (values (1),(2),(9)) a(x) order by 1
select x, (select y from (values (1,'p'),(5,'q')) b(k,y) where k = x) as n from (values (1),(2)) a(x) order by 1
select x, (select list(y) from (values (1,'p'),(1,'q')) b(k,y) where k = x) as n from (values (1),(2)) a(x) order by 1
select x, (select y from (values (1),(5)) b(y) where y > x order by y limit 1) as n from (values (1),(2)) a(x) order by 1
select x from (values (1),(2)) a(x) where x not in (select y from (values (1)) b(y))
select x from (values (1),(2)) a(x) where x = (select max(y) from (values (1),(2)) b(y) where y <= x) order by 1
select x, array(select y from (values (1),(2)) b(y) where y <= x order by y) from (values (1),(2)) a(x) order by 1
array(select 1 union all select 1)
select x, l.m from (values (1),(2)) a(x), lateral (select max(y) as m from (values (1),(5)) b(y) where y > x) l order by 1
select x, l.m from (values (1),(2)) a(x), (select x * 2 as m) l order by 1
select x, l.y from (values (1),(2)) a(x) left join lateral (select y from (values (1),(5)) b(y) where y > x order by y limit 1) l on true order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as s, sum(sum(amt)) over () as t from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as s, sum(s) over () as t from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as s, s / sum(s) over () as share from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as s, rank() over (order by sum(amt) desc) as r from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, count(*) as n, lag(n) over (order by cust) as p from o group by 1 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select date_trunc('month', d) as m, sum(amt) as s, s - lag(s) over (order by m) as diff from o group by 1 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, round(100.0 * count(*) / sum(count(*)) over (), 2) as pct from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select status, count(*) as n, round(n * 100.0 / sum(n) over (), 2) as pct from o group by status order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, max(amt) filter (where status = 'paid') as m, count(*) filter (status = 'paid') as n from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, array_agg(id order by amt desc) as a, array_agg(id order by amt) as b from o group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select array_agg(id order by amt desc) as a, array_agg(id order by amt) as b, string_agg(id, ',' order by id desc) as c from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select string_agg(distinct status, ',' order by status desc) as s, array_agg(distinct cust order by cust desc) as c, list(distinct cust order by cust) as e from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select string_agg(distinct status, ',' order by status) as s, string_agg(status, ',' order by id desc) as t from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select first(status order by id) as f, last(status order by id) as l, first(id order by amt desc) as g from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select arg_max(status, amt) as a, arg_min(status, amt) as b, max_by(id, d) as c, min_by(id, d) as e from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, arg_max({'id': id, 'amt': amt}, amt) as s from o group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select arg_max(id, amt, 2) as a, max(amt, 2) as b from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, sum(amt) over (partition by cust order by d rows between 1 preceding and current row) as r, avg(amt) over (order by id rows 2 preceding) as m from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, count(*) over (partition by cust) as n, row_number() over (partition by cust order by d desc nulls last) as rn from o qualify rn = 1 order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o qualify row_number() over (partition by cust order by d desc) = 1 order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select *, row_number() over (partition by cust order by id) as rn from o where status is not null qualify rn <= 1 order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select distinct on (cust) * from o order by cust, amt desc
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select distinct cust, status from o order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select coalesce(status, 'none') as st, count(distinct cust) as n, min(d) as a, max(d) as b from o group by all order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select case when amt > 50 then 'big' when amt > 5 then 'mid' else 'small' end as size, count(*) as n from o group by 1 order by n desc, 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, bool_or(status = 'paid') as any_paid, bool_and(status = 'paid') as all_paid from o group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select d, extract(year from d) as y, extract(month from d) as m, strftime(d, '%Y-%m') as ym, dayname(d) as dn, last_day(d) as ld from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select d, d + interval 1 month as nm, d - interval '7 days' as lw, date_diff('day', d, date '2024-03-01') as age, d + 1 as nd from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select datediff('day', min(d), max(d)) as span, age(max(d), min(d)) as a from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, amt::int as i, amt::varchar as v, round(amt, 1) as r, floor(amt) as f, ceil(amt) as c, amt * 1.2 as t, amt / 3 as q from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, cast(amt * 100 as bigint) as cents, amt::float as f, amt::decimal(18,4) as d4, (amt * 0.2)::decimal(10,2) as vat from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) / count(*) as a, avg(amt) as b, sum(amt) * 1.0 / nullif(count(distinct cust), 0) as c from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, lower(trim(status)) as s, upper(status) || '!' as u, concat(status, '-', id) as c, concat_ws('|', status, id, d) as w, left(status, 2) as l, right(status, 2) as r from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, status[1] as a, status[2:3] as b, status[-1:] as c, length(status) as n, reverse(status) as r, replace(status, 'a', 'o') as p from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, lpad(id::varchar, 4, '0') as p, rpad(status, 6, '.') as q, repeat(status, 2) as r, split_part(status, 'a', 1) as s, instr(status, 'i') as i from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select md5(concat_ws('|', id::varchar, coalesce(status, ''))) as k from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select md5(cast(coalesce(cast(id as text), '_dbt_utils_surrogate_key_null_') || '-' || coalesce(cast(status as text), '_dbt_utils_surrogate_key_null_') as text)) as k from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, status in ('paid', 'void') as i, status not in ('paid') as n, amt between 5 and 50 as b, status like 'p%' as l, status ilike 'P%' as il, status is distinct from 'paid' as df from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id, c.name from o left join (values (10, 'A'), (11, 'B')) c(cust, name) using (cust) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id, c.name from o full join (values (10, 'A'), (13, 'B')) c(cust, name) on o.cust = c.cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id from o semi join (values (10)) c(cust) using (cust) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id from o anti join (values (10)) c(cust) using (cust) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id from o where exists (select 1 from (values (10)) c(k) where c.k = o.cust) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id from o where cust in (select k from (values (10)) c(k)) and amt > (select avg(amt) from o) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, (select count(*) from o o2 where o2.cust = o.cust) as n from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, (select max(amt) from o o2 where o2.cust = o.cust and o2.id < o.id) as prev from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, (select count(*) from o o2 where o2.d <= o.d) as n from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id from o where amt = (select max(amt) from o o2 where o2.cust = o.cust) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as s from o group by rollup (cust) order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, status, sum(amt) as s, grouping(cust) as g from o group by cube (cust, status) order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, status, sum(amt) as s from o group by grouping sets ((cust), (status), ()) order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o union all by name select 9 as id, 'x' as status from o where id = 1 order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * exclude (d, amt), amt as amount from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * replace (coalesce(status, 'n/a') as status) from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.* exclude (cust), 1 as x from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select columns('^(id|cust)$') from o order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select min(columns(* exclude (status, d))) from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select count(columns(*)) from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select unnest(['a','b']) as x, id from o where id < 3 order by id, x
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, u.x from o, unnest([1,2]) as u(x) where id < 3 order by id, x
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, unnest(string_split(status, 'a')) as part from o where status is not null order by id, part
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, unnest(range(1, 3)) as n from o where id < 3 order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select g.d::date as day, count(o.id) as n from generate_series(date '2024-02-06', date '2024-02-08', interval 1 day) g(d) left join o on o.d = g.d group by 1 order by 1
select day::date as day from (select unnest(generate_series(timestamp '2024-01-01', timestamp '2024-01-03', interval '1 day')) as day) order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select median(amt) as m, quantile_cont(amt, 0.75) as q, quantile_disc(amt, [0.25, 0.5]) as qd, mode(cust) as mo, stddev(amt) as sd from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select quantile_cont(amt::double, [0.1, 0.9]) as q, percentile_cont(0.9) within group (order by amt desc) as p from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select corr(id, amt) as c, regr_slope(amt, id) as s, covar_samp(id, amt) as cs from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select histogram(status) as h, histogram(cust) as hc from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select count(*) as n, count(status) as ns, count(distinct status) as nd, sum(case when status = 'paid' then amt else 0 end) as paid, sum(if(status = 'paid', 1, 0)) as np from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select try_cast(status as int) as i, try_cast('2024-13-01' as date) as d, try_cast('1.5' as decimal(3,1)) as e from o order by id limit 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select greatest(amt, 10) as g, least(id, cust) as l, greatest(d, date '2024-02-01') as gd from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select row_number() over (order by (select null)) as rn from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select ntile(2) over (order by id) as n, percent_rank() over (order by amt) as p, cume_dist() over (order by amt) as c, dense_rank() over (order by cust) as dr from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select first_value(amt) over w as f, last_value(amt) over w as l, nth_value(amt, 2) over w as n from o window w as (partition by cust order by id rows between unbounded preceding and unbounded following) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, amt - lag(amt, 1, 0) over (order by id) as delta, lead(d) over (partition by cust order by id) as nxt from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, last_value(status ignore nulls) over (order by id) as s from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) over (order by d range between interval 30 days preceding and current row) as r from o where d is not null order by d
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select {'id': id, 'tags': [status, 'x']} as s from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select to_json({'id': id, 'st': status}) as j from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select s.id, s['amt'] as a from (select {'id': id, 'amt': amt} as s from o) order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select json_object('id', id, 'd', d) as j from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select list_sort(list(cust)) as l, list_distinct(list(cust)).list_sort() as d, len(list(cust)) as n from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select list_transform(list(id order by id), x -> x * 2) as l, list_filter(list(id order by id), x -> x > 2) as f, list_sum(list(id)) as s from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select [x * 10 for x in list(id order by id) if x > 1] as l from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) pivot o on status using sum(amt) group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) pivot o on status in ('paid', 'void') using sum(amt) as s, count(*) as n group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from (select cust, status, amt from o) pivot (sum(amt) for status in ('paid', 'void')) order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from (select cust, status, amt from o) pivot (sum(amt) as s for status in ('paid' as p, 'void' as v)) order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) unpivot (select id, cust, amt::int as amt from o) on cust, amt into name k value v order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from (select id, cust, amt::int as amt from o) unpivot (v for k in (cust, amt)) order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, amt, sum(amt) over (order by id) as running, running / sum(amt) over () as share from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust as customer, sum(amt) as total from o group by customer having total > 10 order by total desc
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id as a, a + 1 as b, b * 2 as c from o where a > 2 order by a
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id % 2 = 0 as even, count(*) as n from o group by even order by even
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select year(d) as y, month(d) as m, day(d) as dd, quarter(d) as q, week(d) as w, dayofweek(d) as dw, dayofyear(d) as dy, isodow(d) as idw from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select date_part('year', d) as y, datepart('month', d) as m, date_part('epoch', d) as e, epoch(d) as ep from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select make_date(year(d), month(d), 1) as m, strptime('2024-01-0' || id, '%Y-%m-%d')::date as p, (d || ' 10:00')::timestamp as t from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select d::timestamp as t, d::timestamp + interval 90 minute as u, date_trunc('hour', d::timestamp + interval 90 minute) as h, (d::timestamp)::time as tm from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select time_bucket(interval '7 days', d) as b, count(*) from o group by 1 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select max(d) - min(d) as days, (max(d) - min(d)) / 7.0 as w from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, mode(status) as m, any_value(status) as a, max(length(status)) as ml from o group by cust order by cust
with recursive r as (select 1 as n, 'a' as p union all select n + 1, p || 'a' from r where n < 3) select * from r order by n
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select regexp_replace(status, '[aeiou]', '*', 'g') as r, regexp_extract(status, '(p)(a)', 2) as e, regexp_matches(status, '^p') as m, regexp_extract_all(status, '[a-z]') as l from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select string_split(status, 'i') as s, array_to_string(string_split(status, 'i'), '+') as j, list_contains(string_split(status, 'i'), 'd') as c from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select translate(status, 'ap', 'xy') as t, ascii(status) as a, chr(65) as c, strip_accents('é') as sa, levenshtein(status, 'paid') as lv, jaccard(status, 'paid') as j from o where status is not null order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select printf('%05.1f', amt) as p, format('{:.1f} {}', amt, status) as f, format('{:,}', (amt * 1000)::int) as g from o where status is not null order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, sum(amt) as total, total > 10 as big, case when big then 1 end as f from o group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select exists(select 1 from o where amt > 50) as e, (select max(amt) from o) as m
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o order by amt desc limit 2 offset 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o order by status nulls first, id desc limit 3
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o where d >= '2024-02-01' and d < '2024-03-01'::date order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o where d between date '2024-02-01' and date '2024-02-28' order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o where status = any(['paid']) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o where (cust, status) in (select 10, 'paid') order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from o where (cust, status) in ((10, 'paid'), (11, 'paid')) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id, p.id as pid from o join o p on o.cust = p.cust and o.id < p.id order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id, x.n from o cross join (select count(*) as n from o) x order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id, l.prev from o left join lateral (select max(p.id) as prev from o p where p.cust = o.cust and p.id < o.id) l on true order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, cust from o except select id, cust from o where id > 2 order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust from o intersect select 10 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust from o union select 99 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select typeof(amt * 1.1) as a, typeof(sum(amt)) as b, typeof(avg(amt)) as c, typeof(count(*)) as e, typeof(max(d)) as f, typeof(amt / 2) as g, typeof(id / 2) as h, typeof(id // 2) as i from o group by amt, id order by all limit 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) as s, sum(id) as si, avg(id) as ai, sum(amt::double) as sd, max(amt) as m, min(status) as ms, sum(amt * id) as p from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select amt::varchar || ' €' as v, d::varchar as ds, (id > 2)::varchar as b, id::double::varchar as dv, (amt / 3)::varchar as q from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select round(amt / 3, 2) as r, round(id / 3, 2) as r2, round(amt * 1.155, 2) as r3, trunc(amt) as t, abs(-amt) as ab, sign(amt) as sg, sqrt(id) as sq, power(id, 2) as pw, ln(id) as l, log10(id) as lg, exp(id) as ex, mod(id, 2) as md from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select bit_count(id) as b, id & 1 as a, id | 8 as o, xor(id, 1) as x, id << 2 as s from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, amt, amt > 10 and status = 'paid' as ok, not (amt > 10) as nok, status = 'paid' or amt > 5 as any from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select list_value(id, cust) as l, [id, cust][1] as f, list_concat([id], [cust]) as c, list_position([id, cust], cust) as p, [id] || [cust] as cc from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select struct_pack(a := id, b := status) as s, struct_extract(struct_pack(a := id), 'a') as e from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select len(string_split(coalesce(status, ''), '')) as n, string_split('a,b', ',')[2] as b, str_split('x y', ' ') as c from o order by id limit 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) filter (where d >= date '2024-02-01') / nullif(sum(amt), 0) as share from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, count(*) as orders, sum(amt) as ltv, min(d) as first_d, max(d) as last_d, date_diff('month', min(d), max(d)) as months, avg(amt)::decimal(10,2) as aov from o group by cust order by cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select rank() over (order by amt desc) as r, id from o qualify r <= 2 order by r
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select * from (select id, amt, row_number() over (order by amt) as rn from o) where rn = 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) over (partition by date_trunc('month', d) order by d) as mtd from o where d is not null order by d
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select dense_rank() over (partition by status order by amt desc nulls last) as dr, id from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cast(d as varchar)[:7] as ym, left(d::varchar, 4) as y, substring(d::varchar from 1 for 4) as y2, substr(d::varchar, 6, 2) as m from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cast(strftime(d, '%Y%m%d') as int) as key, strftime(d, '%-d %B %Y') as long, strftime(d, '%W') as wk, dayofweek(d) in (0, 6) as weekend from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select (d - date '2024-01-01') as n, d - interval (id) day as x, date_add(d, interval 1 week) as w, d + to_months(2) as m2, date_sub('month', date '2023-11-15', d) as ms from o order by id
select sum(x) as s from (select unnest([1,2,3]) as x)
select max(list_sum(l)) as m from (select [1,2] as l union all select [5]) t
select t.k, t.v.a as a from (select 1 as k, {'a': 5} as v) t
select unnest(s) from (select {'a': 1, 'b': 2} as s)
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, unnest({'x': id, 'y': cust}) from o order by id
select u.x.a as a from (select unnest([{'a': 1}, {'a': 2}]) as x) u order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, m.key, m.value from o, unnest(map_entries(map {'a': id})) as t(m) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select map([status], [amt]) as m from o where status is not null order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select map {'a': id, 'b': cust}['b'] as b from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select coalesce(map {'paid': 'P', 'void': 'V'}[status], '?') as c from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select map_from_entries(list({'k': id, 'v': amt} order by id)) as m from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cardinality(map {'a': id}) as c, map_keys(map {'a': id}) as k from o order by id limit 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, case status when 'paid' then 1 when 'void' then 0 end as c from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select status, count(*) from o group by status having count(*) > 1 order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id from o where status is not null and status <> 'void' order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id from o where not exists (select 1 from o x where x.cust = o.cust and x.id > o.id) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(amt) as "Total Amount", count(*) as "n" from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select 'it''s' as q, E'a\nb' as e, $$dollar$$ as d from o limit 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, array[1, id] as a, array_length([1, id]) as n, list_max([id, cust]) as mx, list_reverse([1,2]) as r from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select amt::integer + 0.5 as x, 1e3 as e, .5 as h, 1_000 as u, 0.1 + 0.2 as f, 1::tinyint + 1::tinyint as t from o limit 1
select bool_or(x) as a from (select unnest([true, false]) as x)
select sum(case when x then 1 end) as a, count_if(x) as b from (select unnest([true, false, true]) as x)
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select d, lag(d) over (order by d) as p, d - lag(d) over (order by d) as gap from o where d is not null order by d
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, string_agg(status, ', ') over (order by id) as s from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, max(amt) as m from o group by cust order by max(amt) desc, cust
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select distinct on (status) status, id from o order by status, id desc
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select o.id from o where o.amt > all (select 5) order by 1
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select (select list(id order by id) from o) as l
select cast([1, 2] as varchar[]) as a, cast(['1'] as int[]) as b, ['1','2']::int[] as c
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select id, iff from (select id, amt > 10 as iff from o) order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select isfinite(amt::double) as f, isnan('nan'::double) as n, isinf('inf'::double) as i from o limit 1
select url_encode('a b') as a, url_decode('a%20b') as b, to_base64('a'::blob) as c, from_base64('YQ==')::varchar as e
select ('a' || null) is null as a, concat('a', null) as b, 'a' || 1 as c, 'a' || true as e
select string_split('a||b', '||') as a, trim('  x ') as b, ltrim('xxa', 'x') as c, trim(both 'x' from 'xax') as e, length('é') as f, strlen('é') as g, bit_length('a') as h
select nullif(0, 0) as a, coalesce(null, 1, 2) as b, greatest(1, null, 3) as c, ifnull(null, 'z') as e
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select count(*) as n from o where amt > 5 and (status = 'paid' or status is null)
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select cust, unnest([1, 2]) as n, sum(amt) as s from o group by cust order by all
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select sum(distinct cust) as a, count(distinct (cust, status)) as b, avg(distinct cust) as c from o
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select if(status is null, 0, 1) + id as x from o order by id
with o as (select * from (values (1, 10, 'paid', date '2024-01-05', 12.50), (2, 10, 'void', date '2024-02-07', 7.25), (3, 11, 'paid', date '2024-02-28', 100.00), (4, 12, null, null, 3.10)) t(id, cust, status, d, amt)) select t1.id, t2.id as id2 from o t1 left join o t2 on t1.id = t2.id + 1 order by 1
select date '2024-01-31' + interval 1 month as a, date '2024-03-31' - interval 1 month as b, timestamp '2024-01-01 00:00:00' + interval '1 day 2 hours' as c
select extract(dow from date '2024-02-29') as a, extract(week from date '2024-12-31') as b, extract(isoyear from date '2024-12-31') as c, extract('epoch' from timestamp '2024-01-01') as e, extract(hour from timestamp '2024-01-01 05:06') as f
select date_diff('hour', timestamp '2024-01-01 10:00', timestamp '2024-01-02 09:00') as a, date_diff('week', date '2024-01-01', date '2024-01-15') as b, date_diff('year', date '2023-12-31', date '2024-01-01') as c, date_diff('minute', timestamp '2024-01-01', timestamp '2024-01-01 00:01:30') as e
select epoch(interval '1 hour') as a, extract(epoch from interval '1 day') as b, extract(minute from interval '90 minutes') as c, (timestamp '2024-01-02' - timestamp '2024-01-01') as e
select date_part('epoch', timestamp '2024-01-02' - timestamp '2024-01-01') / 3600 as h
select time '10:30' as t, '10:30:15'::time as u, extract(hour from time '10:30') as h, time '10:30' + interval 90 minute as p, date '2024-01-01' + time '10:30' as dt
select strptime('01/02/2024 10:30', '%d/%m/%Y %H:%M') as a, try_strptime('bad', '%Y') as b, strptime('2024-02-01T10:30:15.5Z', '%Y-%m-%dT%H:%M:%S.%gZ') as c
select strptime('1/2/2024', '%m/%d/%Y')::date as a, strptime('Jan 5, 2024', '%b %d, %Y')::date as b, strptime('20240105', '%Y%m%d')::date as c
select cast('true' as boolean) as a, 'yes'::boolean as b, 1::boolean as c, cast(1.6 as int) as e, cast('12' as int) as f, cast(2.5 as int) as g, cast(3.5::double as int) as h
select row(1, 2) as r, {'a': 1} as s, [1, null] as l, map {'k': [1]} as m
-- what DuckDB 2 changed
7.5 // 0
7::double // 0, 7::double % 0
7.5 % 0
mod(7, 0)
null::int % 0, 7 % null::int, null // 0
case when b = 0 then 0 else a % b end from (values (7, 0), (7, 2)) t(a, b)
select a % b from (values (7, 0), (7, 2)) t(a, b) where b <> 0
select a from (values (7, 0), (7, 2), (8, 2), (9, 2)) t(a, b) where b <> 0 and a % b > 0
select a from (values (7, 0), (7, 2), (8, 2), (9, 2)) t(a, b) where a % b > 0 and b <> 0
select x from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y) where regexp_matches(x, '^[0-9]+$') and x::int > 3
select x from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y) where x::int > 6 and y in (2, 4)
select x from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y) where x = '' or x = 'a' or x::int > 6 order by y
select x from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y) where case when y in (2, 4) then x::int > 6 end
select n from (select x, x::int as n from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y) where regexp_matches(x, '^[0-9]+$')) where n > 6
with d as (select * from (values ('a', 1), ('5', 2), ('', 3), ('7', 4)) t(x, y)), e as (select x::int as n from d where y in (2, 4)) select n from e where n > 6
select a.x, b.y from (values ('a', 1), ('5', 2), ('7', 4)) a(x, y) join (values ('a', 1), ('5', 2), ('7', 4)) b(x, y) on a.y = b.y and a.y in (2, 4) and a.x::int > b.y order by 1
select a.x, b.y from (values ('a', 1), ('5', 2), ('7', 4)) a(x, y) left join (values ('a', 1), ('5', 2), ('7', 4)) b(x, y) on a.y = b.y and b.y in (2, 4) and b.x::int > 5 order by 1
select y from (values ('a', 1), ('5', 2), ('7', 4)) a(x, y) group by y having y in (2, 4) and max(x)::int > 5
sqrt(-4.0), ln(-1), log(0), log10(-1), log2(0), acos(2), -sqrt(-1)
'abc' !~ 'b', 'abc' ~ '^b', 'abc' ~ 'B', not 'abc' ~ 'b', 'abc' ~ null
'abc' ~* 'B', 'abc' !~* 'B'
'abc' similar to 'b', 'abc' similar to '.*b.*'
interval 2.7 month, interval 1.5 hour, interval 1.9 second, interval 1.5 week
interval (1.5) day, interval (-2.7) month, interval (0.25) second, interval (1.5) millisecond
interval (x) day from (values (1.5), (2.7), (-1.5)) t(x)
interval (x) second from (values (1.5::double), (2.25), (-0.5)) t(x)
interval '3' day, interval '1.5' day
select (null, 1) not in (select 1, 2) as a, (1, 2) not in (select 1, 2) as b
select a, b from (values (1, 2), (1, 3), (null, 1), (null, 2), (4, null)) t(a, b) where (a, b) not in (select * from (values (1, 2), (4, 5)) u(x, y)) order by all
1 = 1 and '{"a":"1"}' ->> 'a' = '1'
not '{"a":"1"}' ->> 'a' = '1', '1' = '{"a":"1"}' ->> 'a', '1' <> '{"a":"2"}' ->> 'a' or false
'{"a":"1"}'::json ->> 'a' is not null and '{"a":"1"}'::json ->> 'b' is null
'{"a":1}' ->> 'a' in ('1', '2') and 1 in (1), '{"a":1}' ->> 'a' between '0' and '2', '{"a":"1"}' ->> 'a' || 'q'
upper(x ->> 'a') = 'B' and y = 1 and x ->> 'a' like 'b%' from (select '{"a":"b"}'::json as x, 1 as y)
y + 1 = 2 and x ->> 'a' = 'b' from (select '{"a":"b"}'::json as x, 1 as y)
x -> 'a' ->> 'b' = '1' from (select '{"a":{"b":1}}'::json as x)
x -> '$.a' = '7' from (select '{"a":7}'::json as x)
a || b ->> 'a' from (select '{"a"' as a, ':1}' as b)
quantile_cont(x, [0.01,0.07,0.13,0.19,0.29,0.37,0.43,0.53,0.61,0.71,0.79,0.89,0.97]) from (values (0.1::double),(0.7),(1.3),(12.5),(7.77),(100.3),(3.1)) t(x)
quantile_cont(x, [0.01,0.07,0.13,0.19,0.29,0.37,0.43,0.53,0.61,0.71,0.79,0.89,0.97]) from (values (-0.1::double),(-0.7),(1.3),(-12.5),(7.77),(100.3),(-3.1)) t(x)
quantile_cont(x, [0.01,0.07,0.13,0.19,0.29,0.37,0.43,0.53,0.61,0.71,0.79,0.89,0.97]) from (values (-0.1::decimal(6,2)),(-0.7),(1.3),(-12.5),(7.77),(100.3),(-3.1)) t(x)
quantile_cont(x, [0.1, 0.3, 0.77]) from (values (1),(3),(-3)) t(x)
quantile_cont(x, [0.1, 0.3, 0.77]) from (values (date '2024-01-01'),('2024-03-01'),('2023-01-01')) t(x)
quantile_cont(x, [0.1, 0.3, 0.77]) from (values (timestamp '2024-01-01'),('2024-03-01 10:11:12'),('2023-01-01')) t(x)
entropy(x) from (values (1),(3),(3),(4),(4),(4),(5)) t(x)
skewness(x) from (values (1.5),(3.25),(7),(20),(-4)) t(x)
0.125::float::decimal(5,2), 1.005::float::decimal(12,9), 33554433::float::decimal(12,2), 0.3::float::decimal(20,18)
log(2,8), log(10,1000), log(2,0), log(0,8), log(1,5), log(-2,4), log(7, 2.5), log(2, null)
lcm(4,6), lcm(0,5), lcm(-4,6), lcm(9,null)
lcm(9223372036854775807, 2)
even(3), even(2.1), even(-1.5), even(0), even(-3)
factorial(5), factorial(0), factorial(20), factorial(33)
factorial(-1)
factorial(34)
overlay('abcdef','XY',2), overlay('abcdef','XY',2,3), overlay('abc','x',0), overlay('abc','x',10), overlay('héé','XY',2,0), overlay(null,'x',1), overlay('abc','x',-1), overlay('abc','xyz',2,-1)
overlay('abcdef','X',3,-1), overlay('abcdef','X',5,-3), overlay('abcdef','X',0,3), overlay('abcdef','X',-1,3), overlay('abcdef','X',-1), overlay('abcdef','XYZ',0), overlay('abcdef','X',8,2)
