-- One expression or query a line; `expectations.py` asks a real Spark for the answers.
-- literals
1
1L
1S
1Y
1.5
1.50
0.001
1e3
1.5e-3
1.5D
1.5F
1.5BD
2147483647
2147483648
-2147483648
9223372036854775808
12345678901234567890.123
-1
- 1.5
'a'
"a"
'it\'s'
'it''s'
'a' 'b'
"it's"
'tab\there'
'a\\b'
'a\%b'
'\u00e9'
r'a\b'
true
NULL
date '2024-02-29'
timestamp '2024-02-29 12:34:56.789'
X'1F'
-- arithmetic
1 / 2
7 / 2
1 / 0
0 / 0
1.0 / 0
1 % 0
7 % 3
-7 % 3
7 % -3
-7.5 % 2
7 div 2
-7 div 2
7 div 0
7.5 div 2
1 + 1
1 + 1L
1 + 1.5
1 + 1e0
1L + 1.5
2147483647 + 1
9223372036854775807 + 1
-2147483648 - 1
2147483647 * 2
'1' + 1
'1.5' + 1
'a' + 1
'3' * '4'
1.5 + 2.25
1.5 - 2.25
1.5 * 2.25
1.5 / 2.25
1 / 3.0
1.0 / 3
2.0 / 3
1.00 / 3.000
100.00 / 3
10.5 % 3
cast(200 as decimal(18,2)) / cast(3 as decimal(18,2))
cast(200 as decimal(18,2)) / cast(3 as decimal(18,2)) * 100
cast(0.01 as decimal(18,2)) / cast(99999.99 as decimal(18,2)) * 100
cast(1 as decimal(38,10)) * cast(1 as decimal(38,10))
cast(123456789012345678 as decimal(20,2)) * cast(123456789.12 as decimal(20,2))
cast(1 as decimal(38,0)) + cast(1.5 as decimal(38,10))
cast('99999999999999999999999999999999999999' as decimal(38,0)) + 1
cast('99999999999999999999999999999999999999' as decimal(38,0)) * 10
cast(1.5 as decimal(10,2)) / 0
cast(1.5 as decimal(10,2)) % 0
cast(10 as decimal(10,2)) / 3
cast(10 as decimal(10,2)) * 3
cast(10 as decimal(10,2)) + 3L
cast(10 as decimal(10,2)) * 1e0
cast(10 as decimal(10,2)) div 3
cast(10.55 as decimal(10,2)) % 3
cast(2 as decimal(38,20)) / cast(3 as decimal(38,20))
cast(2 as decimal(10,5)) / cast(3 as decimal(4,2))
cast(1 as smallint) + cast(1 as tinyint)
cast(127 as tinyint) + cast(1 as tinyint)
cast(1 as float) + 1
cast(1.1 as float) + 1.1
cast(1.1 as float) * 2e0
1 - NULL
NULL / 2
-(-2147483648)
-1.5
+5
abs(-5)
abs(-1.5)
abs(-2147483648)
negative(3)
positive(3)
5 & 3
5 | 3
5 ^ 3
~5
shiftleft(1, 3)
shiftright(-8, 1)
1.1 + 2.2
0.1e0 + 0.2e0
1e308 * 10
-1e308 * 10
0e0 / 0e0
5e0 % 0
100 * 3 / 7
round(100 * 3 / 7, 2)
100.0 * 3 / 7
-- comparison
1 = 1.0
'1' = 1
'1.0' = 1
'a' = 1
'01' = 1
1 < 2.5
'abc' < 'abd'
1 <=> NULL
NULL <=> NULL
1 == 1
1 <> 2
1 != 2
!true
not false
NULL and false
NULL or true
true = 'true'
true = 1
date '2024-01-01' = '2024-01-01'
date '2024-01-01' < '2024-01-02 00:00:00'
timestamp '2024-01-01 00:00:00' = date '2024-01-01'
timestamp '2024-01-01 00:00:00' = '2024-01-01'
date '2024-01-01' = 'nonsense'
1 in (1, 2)
1 in ('1', '2')
1 in (2, NULL)
1 not in (2, NULL)
'a' in ('a', 'b')
2 between 1 and 3
'2' between 1 and 3
1.5 between 1 and 2
2 not between 1 and 3
'abc' like 'a%'
'abc' like 'A%'
'abc' ilike 'A%'
'a_c' like 'a\_c'
'abc' like 'a\_c'
'a%c' like 'a!%c' escape '!'
'abc' not like 'b%'
'abc' rlike 'b+'
'abc' regexp '^b'
'abc' not rlike 'z'
12 like '1%'
cast('NaN' as double) = cast('NaN' as double)
cast('NaN' as double) > 1e300
0.0e0 = -0.0e0
1 is null
NULL is null
1 is not null
1 is distinct from NULL
true is true
NULL is not true
isnull(NULL)
isnotnull(NULL)
isnan(cast('NaN' as double))
-- casts
cast('12' as int)
cast(' 12 ' as int)
cast('12.7' as int)
cast('-12.7' as int)
cast('abc' as int)
cast('' as int)
cast('2147483648' as int)
cast('+5' as int)
cast('1e3' as int)
cast('1e3' as double)
cast(' 1.5 ' as double)
cast('Infinity' as double)
cast('-inf' as double)
cast('NaN' as double)
cast('1.5d' as double)
cast('1,5' as double)
cast('abc' as double)
cast('1.5f' as float)
cast(1.9 as int)
cast(-1.9 as int)
cast(1.9e0 as int)
cast(-1.9e0 as int)
cast(1e10 as int)
cast(1e20 as bigint)
cast(cast('NaN' as double) as int)
cast(3000000000 as int)
cast(300 as tinyint)
cast(70000 as smallint)
cast(1e10 as smallint)
cast(12345678901.5 as int)
cast(1.005 as decimal(18,2))
cast(1.005e0 as decimal(18,2))
cast('1.005' as decimal(18,2))
cast('1.015' as decimal(18,2))
cast(-1.005 as decimal(18,2))
cast(2.5 as decimal(2,0))
cast(-2.5 as decimal(2,0))
cast(123.456 as decimal(5,2))
cast(1234.5 as decimal(5,2))
cast('abc' as decimal(5,2))
cast(' 1.5 ' as decimal(5,2))
cast('1e2' as decimal(5,2))
cast('' as decimal(5,2))
cast(10 as decimal(3,1))
cast(100 as decimal(3,1))
cast(true as int)
cast(0 as boolean)
cast(2 as boolean)
cast('yes' as boolean)
cast('T' as boolean)
cast('n' as boolean)
cast('0' as boolean)
cast('maybe' as boolean)
cast(0.0 as boolean)
cast(true as decimal(3,1))
cast(1 as string)
cast(1.50 as string)
cast(1.5e0 as string)
cast(1e0 as string)
cast(100.0e0 as string)
cast(1e7 as string)
cast(12345678.9e0 as string)
cast(1e-3 as string)
cast(1.5e-4 as string)
cast(0.1e0 + 0.2e0 as string)
cast(1e21 as string)
cast(-0.0e0 as string)
cast(cast(1.1 as float) as string)
cast(cast(16777216 as float) as string)
cast(cast('Infinity' as double) as string)
cast(cast('NaN' as double) as string)
cast(true as string)
cast(date '2024-02-29' as string)
cast(timestamp '2024-02-29 12:34:56' as string)
cast(timestamp '2024-02-29 12:34:56.100' as string)
cast(cast(0 as decimal(10,8)) as string)
cast(cast(0.0000001 as decimal(10,8)) as string)
cast(cast(1 as decimal(38,18)) as string)
cast(array(1, 2, NULL) as string)
cast(map('a', 1) as string)
cast(named_struct('a', 1, 'b', 'x') as string)
cast('2024-01-05' as date)
cast('2024-1-5' as date)
cast('2024' as date)
cast('2024-03' as date)
cast('2024-01-05 10:11:12' as date)
cast('2024-01-05T10' as date)
cast(' 2024-01-05 ' as date)
cast('2024-02-30' as date)
cast('05/01/2024' as date)
cast('20240105' as date)
cast('' as date)
cast('2024-01-05x' as date)
cast('2024-01-05 10:11:12' as timestamp)
cast('2024-01-05' as timestamp)
cast('2024-01-05 10:11' as timestamp)
cast('2024-01-05 10' as timestamp)
cast('2024-01-05T10:11:12Z' as timestamp)
cast('2024-01-05T10:11:12.5+01:00' as timestamp)
cast('2024-01-05 10:11:12.123456789' as timestamp)
cast('2024-01-05 25:00:00' as timestamp)
cast('2024' as timestamp)
cast('abc' as timestamp)
cast(timestamp '2024-01-05 10:11:12' as date)
cast(date '2024-01-05' as timestamp)
cast(0 as timestamp)
cast(1.5 as timestamp)
cast(1.5e0 as timestamp)
cast(timestamp '2024-01-05 10:11:12.5' as bigint)
cast(timestamp '2024-01-05 10:11:12.5' as double)
cast(date '2024-01-05' as int)
int('12')
bigint('12')
double('1.5')
string(12)
date('2024-01-05')
boolean('true')
float('1.5')
timestamp('2024-01-05 00:00:00')
try_cast('abc' as int)
try_cast('12' as int)
try_cast(300 as tinyint)
try_cast('2024-02-30' as date)
'12'::int
cast('a' as binary)
-- text
'a' || 'b'
'a' || NULL
'a' || 1
concat('a', 'b', 1)
concat('a', NULL)
concat()
concat_ws(',', 'a', NULL, 'b')
concat_ws(',', array('a', 'b'), 'c')
concat_ws(NULL, 'a')
length('été')
length('abc ')
char_length('abc')
upper('été')
lower('ÉTÉ')
ucase('a')
lcase('A')
initcap('hello wORLD foo-bar')
trim('  a ')
ltrim('  a ')
rtrim('  a ')
trim('x' from 'xxaxx')
trim(both 'xy' from 'xyaxy')
trim(leading 'x' from 'xxax')
trim(trailing 'x' from 'xaxx')
btrim('  a ')
ltrim('x', 'xxa')
substring('hello', 2)
substring('hello', 2, 3)
substring('hello', 0, 2)
substring('hello', -3, 2)
substring('hello', -10, 7)
substring('hello', 2, -1)
substring('hello' from 2 for 2)
substr('hello', 2, 2)
left('hello', 2)
right('hello', 2)
left('hello', -1)
instr('hello', 'l')
instr('hello', 'z')
locate('l', 'hello')
locate('l', 'hello', 4)
position('l' in 'hello')
position('l', 'hello')
charindex('l', 'hello')
lpad('7', 3, '0')
lpad('hello', 3, '0')
rpad('7', 3, '0')
lpad('7', 3)
lpad('7', 5, 'ab')
repeat('ab', 3)
repeat('ab', -1)
reverse('été')
replace('abcabc', 'b', 'x')
replace('abc', 'b')
replace('abc', '', 'x')
translate('abcba', 'ab', 'x')
translate('Translate', 'rnlt', '123')
ascii('A')
ascii('')
ascii('é')
chr(65)
char(97)
chr(-1)
base64('abc')
cast(unbase64('YWJj') as string)
hex(255)
hex('abc')
hex(-1)
cast(unhex('616263') as string)
bin(13)
md5('abc')
sha1('abc')
sha('abc')
sha2('abc', 256)
sha2('abc', 0)
sha2('abc', 512)
sha2('abc', 100)
crc32('abc')
hash('abc')
hash(1)
hash(1L)
hash(1.5e0)
hash('abc', 1)
hash(NULL)
hash(cast(1.5 as decimal(10,2)))
hash(date '2024-01-01')
hash(true)
xxhash64('abc')
xxhash64(1)
xxhash64('a', 2L, NULL)
xxhash64('abcdefghijklmnopqrstuvwxyz0123456789')
split('a,b,c', ',')
split('a,b,c', ',')[1]
split('a1b2c', '[0-9]')
split('a,b,c', ',', 2)
split('a,b,,', ',')
split('abc', '')
split('a.b', '\\.')
split_part('a,b,c', ',', 2)
split_part('a,b,c', ',', -1)
split_part('a,b,c', ',', 5)
regexp_extract('100-200', '(\\d+)-(\\d+)', 1)
regexp_extract('100-200', '(\\d+)-(\\d+)', 2)
regexp_extract('100-200', '(\\d+)-(\\d+)')
regexp_extract('abc', '(\\d+)', 1)
regexp_extract('abc', 'b', 0)
regexp_replace('100-200', '(\\d+)', 'num')
regexp_replace('abc', '(b)', '[$1]')
regexp_replace('a b c', '\\s', '')
regexp_like('abc', 'b')
regexp_count('abcabc', 'b')
regexp_extract_all('100-200, 300-400', '(\\d+)-(\\d+)', 1)
format_number(12345.6789, 2)
format_number(12345, 0)
format_number(-0.5, 0)
format_number(1234567.891e0, 3)
format_string('%d %s', 1, 'a')
format_string('%.2f|%5d|%-5s|%05d', 1.5e0, 42, 'x', 7)
printf('%s-%s', 'a', 1)
startswith('hello', 'he')
endswith('hello', 'lo')
contains('hello', 'ell')
levenshtein('kitten', 'sitting')
soundex('Robert')
space(3)
elt(2, 'a', 'b')
find_in_set('b', 'a,b,c')
overlay('abcdef' placing 'XX' from 2 for 3)
substring_index('a.b.c', '.', 2)
substring_index('a.b.c', '.', -1)
encode('abc', 'UTF-8')
decode(1, 1, 'one', 2, 'two', 'other')
decode(3, 1, 'one', 2, 'two', 'other')
decode(NULL, 1, 'one', NULL, 'none')
octet_length('é')
bit_length('a')
-- numbers
round(2.5)
round(-2.5)
round(2.5e0)
round(-2.5e0)
round(1.005, 2)
round(1.005e0, 2)
round(2.345e0, 2)
round(125, -1)
round(15, -1)
round(-15, -1)
round(1.5, 3)
round(123.456, -1)
round(cast(123.455 as decimal(10,3)), 2)
round(1L)
round('2.5')
round(1.5, NULL)
bround(2.5)
bround(3.5)
bround(2.5e0)
bround(25, -1)
bround(1.125, 2)
floor(1.5)
floor(-1.5)
floor(1.5e0)
floor(5)
floor(1234567890123.5)
floor('1.5')
ceil(1.2)
ceiling(-1.2)
ceil(1.2e0)
ceil(5)
floor(3.1411, 3)
ceil(3.1411, 3)
sqrt(2)
sqrt(-1)
cbrt(27)
pow(2, 10)
power(2, 0.5)
exp(1)
ln(10)
ln(0)
ln(-1)
log(10)
log(2, 8)
log10(1000)
log2(8)
log1p(0)
expm1(0)
sign(-5)
signum(2.5)
sign(0)
sin(0)
cos(0)
tan(0)
asin(1)
acos(1)
atan(1)
atan2(1, 1)
degrees(pi())
radians(180)
pi()
e()
pmod(-7, 3)
pmod(7, -3)
pmod(-7.5, 2)
pmod(7, 0)
mod(7, 3)
greatest(1, 2, NULL)
least(1, 2, NULL)
greatest(NULL, NULL)
greatest(1, 2.5)
greatest('a', 'b')
least(date '2024-01-01', date '2023-01-01')
hypot(3, 4)
factorial(5)
factorial(21)
rint(2.5)
width_bucket(5.3, 0.2, 10.6, 5)
conv('100', 2, 10)
conv('ff', 16, 10)
bit_count(7)
try_divide(1, 0)
try_divide(6, 4)
try_add(2147483647, 1)
try_subtract(1, 2)
try_multiply(2147483647, 2)
-- conditions
if(true, 1, 2)
if(NULL, 1, 2)
if(1 > 2, 1, 2.5)
if(true, 1, 'a')
nvl(NULL, 1)
nvl(NULL, 1.5)
nvl2(NULL, 1, 2)
nvl2(1, 'a', 'b')
coalesce(NULL, NULL, 3)
coalesce(NULL, 1, 2.5)
coalesce(NULL, 'a')
coalesce(1, 'a')
ifnull(NULL, 'x')
nullif(1, 1)
nullif(1, 2)
nullif('a', 'a')
case when 1 > 2 then 'a' end
case when 1 < 2 then 1 else 2.5 end
case 3 when 1 then 'a' when 3 then 'c' else 'z' end
case when true then 1 else 'a' end
case when NULL then 1 else 2 end
case when false then 1 when true then 2L end
case when true then date '2024-01-01' else NULL end
case when true then cast(1 as decimal(10,2)) else 2 end
case when true then cast(1 as decimal(10,2)) else cast(2 as decimal(12,4)) end
case when true then 1.5 else 2e0 end
-- dates
year(date '2024-02-29')
month(date '2024-02-29')
day(date '2024-02-29')
dayofmonth('2024-02-29')
dayofweek('2024-02-29')
weekday('2024-02-29')
dayofyear('2024-02-29')
quarter('2024-05-01')
weekofyear('2024-12-30')
year('2024-02-29')
year('nonsense')
hour('2024-02-29 12:34:56')
minute('2024-02-29 12:34:56')
second('2024-02-29 12:34:56')
hour(timestamp '2024-02-29 12:34:56')
date_add('2024-02-28', 2)
date_add(date '2024-02-28', -1)
date_add('2024-02-28', '2')
date_sub('2024-03-01', 1)
dateadd(date '2024-01-01', 5)
date '2024-01-01' + 1
date '2024-01-01' - 1
date '2024-01-31' - date '2024-01-01'
datediff('2024-03-01', '2024-02-01')
date_diff('2024-03-01', '2024-02-01')
datediff('2024-03-01', NULL)
months_between('2024-03-31', '2024-02-29')
months_between('2024-03-15', '2024-01-01')
months_between('1997-02-28 10:30:00', '1996-10-30')
months_between('1997-02-28 10:30:00', '1996-10-30', false)
add_months('2024-01-31', 1)
add_months('2024-02-29', 12)
add_months('2024-01-15', -13)
trunc('2024-05-17', 'MM')
trunc('2024-05-17', 'YEAR')
trunc('2024-05-17', 'Q')
trunc('2024-05-17', 'week')
trunc('2024-05-17', 'DD')
date_trunc('MONTH', '2024-05-17 12:34:56')
date_trunc('year', date '2024-05-17')
date_trunc('quarter', timestamp '2024-05-17 12:34:56')
date_trunc('week', timestamp '2024-05-17 12:34:56')
date_trunc('hour', timestamp '2024-05-17 12:34:56')
date_trunc('day', timestamp '2024-05-17 12:34:56')
date_trunc('minute', '2024-05-17 12:34:56.789')
date_trunc('foo', '2024-05-17')
last_day('2024-02-01')
next_day('2024-05-17', 'MO')
next_day('2024-05-17', 'friday')
next_day('2024-05-17', 'xx')
date_format('2024-05-07 13:04:05', 'yyyy-MM-dd HH:mm:ss')
date_format('2024-05-07', 'yyyy-MM')
date_format('2024-05-07', 'MMM d, yyyy')
date_format('2024-05-07', 'MMMM')
date_format('2024-05-07', 'E')
date_format('2024-05-07', 'EEEE')
date_format('2024-05-07', 'yy/M/d')
date_format('2024-05-07', 'D')
date_format('2024-05-07', 'q')
date_format('2024-05-07', 'QQQ')
date_format('2024-05-07 13:04:05', 'hh:mm a')
date_format('2024-05-07 13:04:05.678', 'HH:mm:ss.SSS')
date_format('2024-05-07', "yyyy'T'MM")
date_format('2024-05-07', 'YYYY')
date_format('2024-05-07', 'u')
to_date('2024-05-07')
to_date('07/05/2024', 'dd/MM/yyyy')
to_date('2024-05', 'yyyy-MM')
to_date('20240507', 'yyyyMMdd')
to_date('7 May 2024', 'd MMM yyyy')
to_date('nonsense', 'yyyy-MM-dd')
to_date('2024-5-7', 'yyyy-MM-dd')
to_date('2024-5-7', 'yyyy-M-d')
to_date('2024-02-30', 'yyyy-MM-dd')
to_date('2024', 'yyyy')
to_timestamp('2024-05-07 01:02:03')
to_timestamp('07/05/2024 13:04', 'dd/MM/yyyy HH:mm')
to_timestamp('2024-05-07 01:02:03.456', 'yyyy-MM-dd HH:mm:ss.SSS')
to_timestamp('nonsense')
to_timestamp('01:02 PM 2024-05-07', 'hh:mm a yyyy-MM-dd')
unix_timestamp('2024-05-07 01:02:03')
unix_timestamp('2024-05-07', 'yyyy-MM-dd')
unix_timestamp(date '2024-05-07')
to_unix_timestamp('2024-05-07 00:00:00')
from_unixtime(0)
from_unixtime(1715043723, 'yyyy-MM-dd')
unix_date(date '1970-01-02')
date_from_unix_date(1)
timestamp_seconds(1)
timestamp_millis(1500)
timestamp_micros(1500000)
unix_seconds(timestamp '1970-01-01 00:01:00')
unix_millis(timestamp '1970-01-01 00:01:00')
make_date(2024, 2, 29)
make_date(2023, 2, 29)
make_timestamp(2024, 2, 29, 12, 34, 56.789)
date_part('year', date '2024-05-07')
date_part('doy', date '2024-05-07')
date_part('dow', date '2024-05-07')
date_part('week', date '2024-05-07')
date_part('seconds', timestamp '2024-05-07 12:34:56.789')
extract(month from date '2024-05-07')
extract(day from timestamp '2024-05-07 12:34:56')
extract(quarter from date '2024-05-07')
extract(second from timestamp '2024-05-07 12:34:56.5')
date '2024-01-31' + interval 1 month
date '2024-01-31' + interval 1 day
date '2024-01-31' - interval 1 year
date '2024-01-31' + interval 2 hours
timestamp '2024-01-31 00:00:00' + interval 1 month
timestamp '2024-01-31 00:00:00' + interval 90 minutes
timestamp '2024-01-31 00:00:00' + interval '1 02:03:04' day to second
date '2024-01-31' + interval '1' month
date '2024-01-31' + interval '1-2' year to month
timestamp '2024-01-31 00:00:00' - interval '1 day'
to_date(timestamp '2024-05-07 01:02:03')
date(timestamp '2024-05-07 01:02:03')
-- collections
array(1, 2, 3)
array(1, 2.5)
array(1, NULL)
array('a', 1)
array()
array(1, 2, 3)[0]
array(1, 2, 3)[3]
array(1, 2, 3)[-1]
element_at(array(1, 2, 3), 1)
element_at(array(1, 2, 3), -1)
element_at(array(1, 2, 3), 5)
element_at(map('a', 1), 'a')
map('a', 1, 'b', 2)['b']
map('a', 1)['z']
map('a', 1)
map_keys(map('a', 1, 'b', 2))
map_values(map('a', 1, 'b', 2))
map_from_arrays(array('a', 'b'), array(1, 2))
size(array(1, 2))
size(NULL)
size(cast(NULL as array<int>))
cardinality(array(1))
size(map('a', 1))
array_size(array(1, 2))
array_contains(array(1, 2), 1)
array_contains(array(1, NULL), 2)
array_contains(array(1, 2), NULL)
array_join(array('a', NULL, 'b'), ',')
array_join(array('a', NULL, 'b'), ',', '-')
array_join(array(1, 2), '-')
sort_array(array(3, NULL, 1))
sort_array(array(3, NULL, 1), false)
array_sort(array(3, NULL, 1))
array_distinct(array(1, 2, 1, NULL, NULL))
array_max(array(1, 3, NULL))
array_min(array(1, 3, NULL))
array_position(array(3, 1), 1)
array_remove(array(1, 2, 1), 1)
array_union(array(1, 2), array(2, 3))
array_intersect(array(1, 2), array(2, 3))
array_except(array(1, 2), array(2, 3))
array_repeat('a', 2)
array_append(array(1), 2)
array_prepend(array(1), 2)
arrays_overlap(array(1, 2), array(2, 3))
slice(array(1, 2, 3, 4), 2, 2)
slice(array(1, 2, 3, 4), -2, 2)
flatten(array(array(1), array(2, 3)))
reverse(array(1, 2, 3))
concat(array(1), array(2, 3))
sequence(1, 5)
sequence(5, 1)
sequence(1, 10, 3)
sequence(date '2024-01-01', date '2024-01-03')
sequence(date '2024-01-31', date '2024-04-01', interval 1 month)
named_struct('a', 1, 'b', 'x').a
named_struct('a', 1, 'b', 'x')
struct(1, 'a')
struct(1 as x, 'a' as y).y
get_json_object('{"a":{"b":[1,2,3]}}', '$.a.b[1]')
get_json_object('{"a":{"b":[1,2,3]}}', '$.a')
get_json_object('{"a":"x"}', '$.a')
get_json_object('{"a":"x"}', '$.z')
get_json_object('{"a":null}', '$.a')
get_json_object('nonsense', '$.a')
get_json_object('{"a":1.50}', '$.a')
get_json_object('[{"a":1},{"a":2}]', '$[*].a')
json_array_length('[1,2,3]')
str_to_map('a:1,b:2')
-- queries
select sum(x), avg(x), count(x), min(x), max(x) from values (1), (2), (NULL) t(x)
select sum(x), avg(x) from values (1.5), (2.25) t(x)
select sum(x), avg(x) from values (1.5e0), (2.25e0) t(x)
select avg(x) from values (cast(1.00 as decimal(10,2))), (cast(2.00 as decimal(10,2))), (cast(2.00 as decimal(10,2))) t(x)
select sum(x) from values ('1'), ('2') t(x)
select sum(x), count(*), avg(x) from values (1) t(x) where false
select sum(distinct x), count(distinct x) from values (1), (1), (2) t(x)
select stddev(x), stddev_samp(x), stddev_pop(x), variance(x), var_samp(x), var_pop(x) from values (1), (2), (4) t(x)
select stddev(x), stddev_pop(x), variance(x), var_pop(x) from values (1) t(x)
select corr(x, y), covar_pop(x, y), covar_samp(x, y) from values (1, 2), (2, 4), (3, 7) t(x, y)
select skewness(x), kurtosis(x) from values (1), (2), (4), (10) t(x)
select median(x) from values (1), (2), (4), (10) t(x)
select percentile(x, 0.9) from values (1), (2), (4), (10) t(x)
select percentile(x, 0.25), percentile(x, 0.5) from values (1.5), (2.5), (4.0) t(x)
select percentile_approx(x, 0.5), approx_percentile(x, 0.9) from values (1), (2), (4), (10) t(x)
select percentile_cont(0.9) within group (order by x desc) from values (1), (2), (4), (10) t(x)
select count_if(x > 1), bool_and(x > 0), bool_or(x > 3), every(x > 0), some(x > 3), any(x > 3) from values (1), (2) t(x)
select max_by(x, y), min_by(x, y) from values ('a', 1), ('b', 3), ('c', 2) t(x, y)
select max_by(x, y) from values ('a', NULL), ('b', 1) t(x, y)
select first(x), last(x), first(x, true), last(x, true), any_value(x), first_value(x), last_value(x) from values (1), (1) t(x)
select first(x) ignore nulls from values (NULL), (1) t(x)
select first(x, true) from values (NULL), (1) t(x)
select sort_array(collect_list(x)), sort_array(collect_set(x)) from values (1), (1), (NULL), (2) t(x)
select array_join(sort_array(collect_list(x)), ',') from values ('b'), ('a') t(x)
select collect_list(x) from values (1) t(x) where false
select approx_count_distinct(x) from values (1), (1), (2) t(x)
select x from values (2), (NULL), (1) t(x) order by x
select x from values (2), (NULL), (1) t(x) order by x desc
select x from values (2), (NULL), (1) t(x) order by x nulls last
select x, row_number() over (order by x) from values (2), (NULL), (1) t(x) order by 1
select x, row_number() over (order by x desc) from values (2), (NULL), (1) t(x) order by 1
select x, lag(x) over (order by x), lead(x, 1, 99) over (order by x), sum(x) over (order by x) from values (2), (3), (1) t(x) order by x
select x, rank() over (order by x), dense_rank() over (order by x), ntile(2) over (order by x), percent_rank() over (order by x), cume_dist() over (order by x) from values (1), (1), (2) t(x) order by x
select x, avg(x) over (), first_value(x) over (order by x), last_value(x) over (order by x) from values (1.5), (2.5) t(x) order by x
select x, lag(x, 1) over (partition by 1 order by x) p, x / nullif(lag(x) over (order by x), 0) from values (1.50), (3.00) t(x) order by x
select X from values (1) t(x)
select T.X from values (1) t(x)
select x as Total, total + 1 from values (1) t(x)
select x + 1 as y, y * 2 as z from values (1) t(x) order by z
select x % 2 as k, count(*) from values (1), (2), (3) t(x) group by k order by k
select x % 2 as k, count(*) from values (1), (2), (3) t(x) group by 1 order by 1
select x % 2, count(*) as n from values (1), (2), (3) t(x) group by x % 2 having n > 1
select count(*) from values (1) t(x) having count(*) > 0
select x, x from values (1) t(x)
select * except (y) from values (1, 2) t(x, y)
select x from values (1), (2) t(x) qualify row_number() over (order by x desc) = 1
select /*+ broadcast(t) */ x from values (1) t(x)
select * from values (1, 'a'), (2, 'b') as t(n, s) order by n
select 1 union select 1.5 order by 1
select 1 as x union all select '2' order by x
select NULL as x union all select 2 order by x
select date '2024-01-01' as d union all select timestamp '2024-01-01 01:00:00' order by d
select x from values (1), (2) t(x) except select 2
select x from values (1), (2) t(x) intersect select 2
select e from (select array(1, 2) a) lateral view explode(a) v as e order by e
select k, v from (select map('a', 1) m) lateral view explode(m) t as k, v
select p, e from (select array('x', 'y') a) lateral view posexplode(a) t as p, e order by p
select n, e from values (1, array(1, 2)), (2, cast(NULL as array<int>)) t(n, a) lateral view outer explode(a) v as e order by n, e
select n, e from values (1, array(1, 2)), (2, cast(NULL as array<int>)) t(n, a) lateral view explode(a) v as e order by n, e
select explode(array(1, 2))
select explode(array(1, 2)) as e
select posexplode(array('a', 'b'))
select * from (select 'a' k, 1 v union all select 'b', 2) pivot (sum(v) for k in ('a', 'b'))
select * from (select 1 g, 'a' k, 1 v union all select 1, 'b', 2) pivot (sum(v) as s for k in ('a' as x, 'b' as y))
select * from (select 1 id, 10 a, 20 b) unpivot (v for k in (a, b)) order by k
select a.x, b.y from values (1) a(x) join values ('1', 'one') b(x, y) on a.x = b.x
select x from values (1), (2) a(x) left anti join values (1) b(y) on a.x = b.y
select x from values (1), (2) a(x) left semi join values (1) b(y) on a.x = b.y
select a.x, b.x from values (1), (2) a(x) full outer join values (2), (3) b(x) on a.x = b.x order by 1, 2
select x, y from values (1), (2) a(x) cross join values ('p') b(y) order by x
select x, y from values (1, 'a') a(x, y) join values (1) b(x) using (x)
with c as (select 1 as x) select x + 1 from c
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by k with rollup order by k
select k, sum(v), grouping(k) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) order by k
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by cube(k) order by k
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by grouping sets ((k), ()) order by k
select sum(v) filter (where v > 1) from values (1), (2) t(v)
select sum(case when x > 1 then 1 else 0 end) / count(*) from values (1), (2) t(x)
select round(sum(x) / count(*), 2) from values (1.55), (2.25), (1.00) t(x)
select cast(100.0 * sum(x) / sum(y) as decimal(18,2)) from values (cast(1.5 as decimal(18,2)), cast(3.7 as decimal(18,2))) t(x, y)
select (x - y) / y * 100 from values (cast(110.25 as decimal(18,2)), cast(105.10 as decimal(18,2))) t(x, y)
select round((x - y) / nullif(y, 0) * 100, 2) from values (cast(110.25 as decimal(18,2)), cast(105.10 as decimal(18,2))) t(x, y)
select exists (select 1 from values (1) t(x) where x = 1)
select x from values (1), (2) t(x) where x in (select '1')
select (select max(x) from values (1), (2) t(x)) + 1
select x from values (1), (2), (3) t(x) limit 2
select x from values (1), (2), (3) t(x) order by x limit 1 offset 1
select distinct x from values (1), (1) t(x)
select id from range(3) order by id
select count(distinct x, y) from values (1, 1), (1, 2), (1, NULL) t(x, y)
select string(x), x is null from values (cast(NULL as int)) t(x)
select `x y` from values (1) t(`x y`)
select max(x), min(x) from values ('b'), ('a') t(x)
select mode(x) from values (1), (1), (2) t(x)
select sum(x) from values (cast(9999999999.99 as decimal(12,2))) t(x)
select x from values (date '2024-01-01'), (date '2025-01-01') t(x) where x > '2024-06-01'
select x from values ('1'), ('02') t(x) where x = 2
select from_json('{"a":1}', 'a int').a
select to_json(named_struct('a', 1))
select 1 tablesample (10 percent)
-- what ends a query, and where it does not
assert_true(1 = 1)
assert_true(1 = 2)
assert_true(NULL)
raise_error('no')
if(1 = 1, 'a', raise_error('no'))
coalesce('a', raise_error('no'))
coalesce(NULL, raise_error('no'))
select sum(coalesce(x, raise_error('no'))) from values (1), (2) t(x)
select count(nvl2(x, assert_true(x > 0), null)) from values (1), (NULL) t(x)
-- what dbt's date macros become
to_timestamp( to_unix_timestamp( date_add( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) , cast(1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2024-02-29'), nvl2(to_timestamp('2024-02-29'), assert_true(to_timestamp('2024-02-29') is not null), null)) ) - to_unix_timestamp( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) ) )
to_timestamp( to_unix_timestamp( date_add( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) , cast(1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2023-03-01 00:00:00'), nvl2(to_timestamp('2023-03-01 00:00:00'), assert_true(to_timestamp('2023-03-01 00:00:00') is not null), null)) ) - to_unix_timestamp( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) ) )
to_timestamp( to_unix_timestamp( date_add( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) , cast(-3 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), nvl2(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), assert_true(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( date_add( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) , cast(1 * 7 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-31' as date)), nvl2(to_timestamp(cast('2024-01-31' as date)), assert_true(to_timestamp(cast('2024-01-31' as date)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( date_add( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) , cast(-3 * 7 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2024-02-29'), nvl2(to_timestamp('2024-02-29'), assert_true(to_timestamp('2024-02-29') is not null), null)) ) - to_unix_timestamp( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) ) )
to_timestamp( to_unix_timestamp( date_add( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) , cast(-3 * 7 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2023-03-01 00:00:00'), nvl2(to_timestamp('2023-03-01 00:00:00'), assert_true(to_timestamp('2023-03-01 00:00:00') is not null), null)) ) - to_unix_timestamp( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) , cast(1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), nvl2(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), assert_true(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) , cast(-3 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-31' as date)), nvl2(to_timestamp(cast('2024-01-31' as date)), assert_true(to_timestamp(cast('2024-01-31' as date)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) , cast(1 * 3 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2024-02-29'), nvl2(to_timestamp('2024-02-29'), assert_true(to_timestamp('2024-02-29') is not null), null)) ) - to_unix_timestamp( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) , cast(1 * 3 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2023-03-01 00:00:00'), nvl2(to_timestamp('2023-03-01 00:00:00'), assert_true(to_timestamp('2023-03-01 00:00:00') is not null), null)) ) - to_unix_timestamp( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) , cast(-3 * 3 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), nvl2(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)), assert_true(to_timestamp(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-12-31 23:30:15' as timestamp)), nvl2(date(cast('2024-12-31 23:30:15' as timestamp)), assert_true(date(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-31' as date)), nvl2(to_timestamp(cast('2024-01-31' as date)), assert_true(to_timestamp(cast('2024-01-31' as date)) is not null), null)) ) - to_unix_timestamp( coalesce(date(cast('2024-01-31' as date)), nvl2(date(cast('2024-01-31' as date)), assert_true(date(cast('2024-01-31' as date)) is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) , cast(-3 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2024-02-29'), nvl2(to_timestamp('2024-02-29'), assert_true(to_timestamp('2024-02-29') is not null), null)) ) - to_unix_timestamp( coalesce(date('2024-02-29'), nvl2(date('2024-02-29'), assert_true(date('2024-02-29') is not null), null)) ) )
to_timestamp( to_unix_timestamp( add_months( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) , cast(-3 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp('2023-03-01 00:00:00'), nvl2(to_timestamp('2023-03-01 00:00:00'), assert_true(to_timestamp('2023-03-01 00:00:00') is not null), null)) ) - to_unix_timestamp( coalesce(date('2023-03-01 00:00:00'), nvl2(date('2023-03-01 00:00:00'), assert_true(date('2023-03-01 00:00:00') is not null), null)) ) )
to_timestamp( coalesce(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)), nvl2(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)), assert_true(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) + cast(1 * 3600 as int) )
to_timestamp( coalesce(to_unix_timestamp(cast('2024-01-31' as date)), nvl2(to_unix_timestamp(cast('2024-01-31' as date)), assert_true(to_unix_timestamp(cast('2024-01-31' as date)) is not null), null)) + cast(-3 * 3600 as int) )
to_timestamp( coalesce(to_unix_timestamp('2024-02-29'), nvl2(to_unix_timestamp('2024-02-29'), assert_true(to_unix_timestamp('2024-02-29') is not null), null)) + cast(1 * 60 as int) )
to_timestamp( coalesce(to_unix_timestamp('2023-03-01 00:00:00'), nvl2(to_unix_timestamp('2023-03-01 00:00:00'), assert_true(to_unix_timestamp('2023-03-01 00:00:00') is not null), null)) + cast(1 * 60 as int) )
to_timestamp( coalesce(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)), nvl2(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)), assert_true(to_unix_timestamp(cast('2024-12-31 23:30:15' as timestamp)) is not null), null)) + cast(-3 * 60 as int) )
to_timestamp( coalesce(to_unix_timestamp(cast('2024-01-31' as date)), nvl2(to_unix_timestamp(cast('2024-01-31' as date)), assert_true(to_unix_timestamp(cast('2024-01-31' as date)) is not null), null)) + cast(1 * 1 as int) )
to_timestamp( coalesce(to_unix_timestamp('2024-02-29'), nvl2(to_unix_timestamp('2024-02-29'), assert_true(to_unix_timestamp('2024-02-29') is not null), null)) + cast(-3 * 1 as int) )
to_timestamp( coalesce(to_unix_timestamp('2023-03-01 00:00:00'), nvl2(to_unix_timestamp('2023-03-01 00:00:00'), assert_true(to_unix_timestamp('2023-03-01 00:00:00') is not null), null)) + cast(-3 * 1 as int) )
datediff( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) , coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) )
case when coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) < coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) then floor(datediff( coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) , coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) )/7) else ceil(datediff( coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) , coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) )/7) end + case when coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) < coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) and dayofweek( coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) ) < dayofweek( coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) ) then 1 when coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) > coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) and dayofweek( coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) ) > dayofweek( coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) ) then -1 else 0 end
case when coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) < coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) then floor(datediff( coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) , coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) )/7) else ceil(datediff( coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) , coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) )/7) end + case when coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) < coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) and dayofweek( coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) ) < dayofweek( coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) ) then 1 when coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) > coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) and dayofweek( coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) ) > dayofweek( coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) ) then -1 else 0 end
case when coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) < coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) then floor(months_between(date( coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) ), date( coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) ))) else ceil(months_between(date( coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) ), date( coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) ))) end + case when coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) < coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) and dayofmonth( coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) ) < dayofmonth( coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) ) then 1 when coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) > coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) and dayofmonth( coalesce(date('2025-01-01 00:00:00'), nvl2(date('2025-01-01 00:00:00'), assert_true(date('2025-01-01 00:00:00') is not null), null)) ) > dayofmonth( coalesce(date('2024-12-31 23:59:59'), nvl2(date('2024-12-31 23:59:59'), assert_true(date('2024-12-31 23:59:59') is not null), null)) ) then -1 else 0 end
case when coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) < coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) then floor(months_between(date( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ), date( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ))) else ceil(months_between(date( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ), date( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ))) end + case when coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) < coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) and dayofmonth( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ) < dayofmonth( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ) then 1 when coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) > coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) and dayofmonth( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ) > dayofmonth( coalesce(date('2024-02-10'), nvl2(date('2024-02-10'), assert_true(date('2024-02-10') is not null), null)) ) then -1 else 0 end
case when coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) < coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) then floor(months_between(date( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), date( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ))/3) else ceil(months_between(date( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), date( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ))/3) end + case when coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) < coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) and ( (dayofyear( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) - (quarter( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) * 365/4)) < (dayofyear( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) - (quarter( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) * 365/4)) ) then 1 when coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) > coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) and ( (dayofyear( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) - (quarter( coalesce(date(cast('2023-11-02 09:30:00' as timestamp)), nvl2(date(cast('2023-11-02 09:30:00' as timestamp)), assert_true(date(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) * 365/4)) > (dayofyear( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) - (quarter( coalesce(date(cast('2024-05-15 10:00:00' as timestamp)), nvl2(date(cast('2024-05-15 10:00:00' as timestamp)), assert_true(date(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) * 365/4)) ) then -1 else 0 end
year( coalesce(date(cast('2024-03-31' as date)), nvl2(date(cast('2024-03-31' as date)), assert_true(date(cast('2024-03-31' as date)) is not null), null)) ) - year( coalesce(date(cast('2024-01-01' as date)), nvl2(date(cast('2024-01-01' as date)), assert_true(date(cast('2024-01-01' as date)) is not null), null)) )
year( coalesce(date('2024-01-08'), nvl2(date('2024-01-08'), assert_true(date('2024-01-08') is not null), null)) ) - year( coalesce(date('2024-01-07'), nvl2(date('2024-01-07'), assert_true(date('2024-01-07') is not null), null)) )
case when '2024-12-31 23:59:59' < '2025-01-01 00:00:00' then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ) is not null), null)) ) / 3600) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ) is not null), null)) ) / 3600) end
case when '2024-02-10' < '2024-02-10' then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) ) / 3600) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) ) / 3600) end
case when cast('2024-05-15 10:00:00' as timestamp) < cast('2023-11-02 09:30:00' as timestamp) then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) is not null), null)) ) / 60) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), nvl2(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)), assert_true(to_timestamp(cast('2023-11-02 09:30:00' as timestamp)) is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), nvl2(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)), assert_true(to_timestamp(cast('2024-05-15 10:00:00' as timestamp)) is not null), null)) ) is not null), null)) ) / 60) end
case when cast('2024-01-01' as date) < cast('2024-03-31' as date) then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ) is not null), null)) ) / 1) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-03-31' as date)), nvl2(to_timestamp(cast('2024-03-31' as date)), assert_true(to_timestamp(cast('2024-03-31' as date)) is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp(cast('2024-01-01' as date)), nvl2(to_timestamp(cast('2024-01-01' as date)), assert_true(to_timestamp(cast('2024-01-01' as date)) is not null), null)) ) is not null), null)) ) / 1) end
case when '2024-01-07' < '2024-01-08' then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ) is not null), null)) ) / 1) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-01-08'), nvl2(to_timestamp('2024-01-08'), assert_true(to_timestamp('2024-01-08') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-01-07'), nvl2(to_timestamp('2024-01-07'), assert_true(to_timestamp('2024-01-07') is not null), null)) ) is not null), null)) ) / 1) end
case when '2024-12-31 23:59:59' < '2025-01-01 00:00:00' then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ) is not null), null)) ) / (1/1000)) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2025-01-01 00:00:00'), nvl2(to_timestamp('2025-01-01 00:00:00'), assert_true(to_timestamp('2025-01-01 00:00:00') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-12-31 23:59:59'), nvl2(to_timestamp('2024-12-31 23:59:59'), assert_true(to_timestamp('2024-12-31 23:59:59') is not null), null)) ) is not null), null)) ) / (1/1000)) end + cast(date_format('2025-01-01 00:00:00', 'SSS') as int) - cast(date_format('2024-12-31 23:59:59', 'SSS') as int)
case when '2024-02-10' < '2024-02-10' then ceil(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) ) / (1/1000)) else floor(( coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) - coalesce(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), nvl2(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ), assert_true(to_unix_timestamp( coalesce(to_timestamp('2024-02-10'), nvl2(to_timestamp('2024-02-10'), assert_true(to_timestamp('2024-02-10') is not null), null)) ) is not null), null)) ) / (1/1000)) end + cast(date_format('2024-02-10', 'SSS') as int) - cast(date_format('2024-02-10', 'SSS') as int)
cast( to_timestamp( to_unix_timestamp( date_add( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )) is not null), null)) , cast(-1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), nvl2(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), assert_true(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )) is not null), null)) ) - to_unix_timestamp( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2024-02-29')), nvl2(to_timestamp(date_trunc('year', '2024-02-29')), assert_true(to_timestamp(date_trunc('year', '2024-02-29')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2024-02-29')), nvl2(date(date_trunc('year', '2024-02-29')), assert_true(date(date_trunc('year', '2024-02-29')) is not null), null)) ) )) is not null), null)) ) ) as date)
cast( to_timestamp( to_unix_timestamp( date_add( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )) is not null), null)) , cast(-1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), nvl2(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), assert_true(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )) is not null), null)) ) - to_unix_timestamp( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), nvl2(to_timestamp(date_trunc('year', cast('2024-01-31' as date))), assert_true(to_timestamp(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-01-31' as date))), nvl2(date(date_trunc('year', cast('2024-01-31' as date))), assert_true(date(date_trunc('year', cast('2024-01-31' as date))) is not null), null)) ) )) is not null), null)) ) ) as date)
cast( to_timestamp( to_unix_timestamp( date_add( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )) is not null), null)) , cast(-1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), nvl2(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), assert_true(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )) is not null), null)) ) - to_unix_timestamp( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(to_timestamp(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), nvl2(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))), assert_true(date(date_trunc('year', cast('2024-12-31 23:30:15' as timestamp))) is not null), null)) ) )) is not null), null)) ) ) as date)
cast( to_timestamp( to_unix_timestamp( date_add( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )) is not null), null)) , cast(-1 * 1 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), nvl2(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), assert_true(to_timestamp(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )) is not null), null)) ) - to_unix_timestamp( coalesce(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), nvl2(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )), assert_true(date(to_timestamp( to_unix_timestamp( add_months( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) , cast(1 * 12 as int) ) ) + to_unix_timestamp( coalesce(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), nvl2(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')), assert_true(to_timestamp(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) - to_unix_timestamp( coalesce(date(date_trunc('year', '2023-03-01 00:00:00')), nvl2(date(date_trunc('year', '2023-03-01 00:00:00')), assert_true(date(date_trunc('year', '2023-03-01 00:00:00')) is not null), null)) ) )) is not null), null)) ) ) as date)
split( 'a_b', case when regexp_extract('_', '([^A-Za-z0-9])(.*)', 1) != '_' then concat('\\', '_') else '_' end )[(0)]
cast('12' as int)
cast(true as string)
right( 'abc', 2 )
