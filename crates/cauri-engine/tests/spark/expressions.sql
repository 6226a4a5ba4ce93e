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
-- found by asking for every function and operator over every kind of value
select id, posexplode(a) as (p, x) from values (1, array('x')) t(id, a)
select (select named_struct('a', 1)).a
select count(distinct x) filter (where x > 1) from values (1), (2), (2) t(x)
select a.b.c from (select named_struct('b', named_struct('c', 5)) a)
select id, explode(a) from values (1, array(1, 2)), (2, NULL) t(id, a)
select 1 union select 1
select collect_list(x) filter (where x > 1) from values (1), (2) t(x)
select * from values ('a'), ('b') t(x) where x = "a"
select min(x), max(x) from values ('b'), ('B'), ('é') t(x)
select skewness(x) from values (1) t(x)
select sum(x) over (order by x) from values (1), (1), (2) t(x)
select * from values (1, array('a', 'b')), (2, array()) t(id, a) lateral view outer explode(a) e as x
select nvl(max(x), 0) from values (1) t(x) where x > 1
select x from values (double('NaN')), (1D), (NULL), (double('Infinity')), (-0.0D) t(x) order by x
select x, sum(x) over (order by x range between 1 preceding and 1 following) from values (1), (2), (4), (NULL) t(x)
select r.x from range(2) as r(x)
select corr(x, y) from values (1, 1), (1, 1) t(x, y)
select * from values (struct(1 as a)), (struct(2 as a)) t(x)
select coalesce(sum(x), 0) + 1 from values (1) t(x) where false
select sum(x), avg(x) from values (cast(NULL as decimal(10,2))) t(x)
select 1 as a, a as a
select array_agg(distinct x) from values (1), (1) t(x)
select x, lag(x, 0) over (order by x) from values (1), (2), (3) t(x)
select x as y from values (2), (1) t(x) order by y + 1
select percentile(x, 0.3) from values (10), (20) t(x)
select x, 'a' as c, NULL as n from values (1) t(x)
select count(*), count(NULL), count(1) from range(5)
select * from (select 'a' k, 1 v, 'p' g union all select 'b', 2, 'p') pivot (sum(v) as s for k in ('a' as x, 'b' as y, 'c'))
select x, last_value(x) over (order by x rows between unbounded preceding and unbounded following) from values (1), (2), (3) t(x)
select percent_rank() over (partition by x order by x) from values (1), (1) t(x)
select * from (select 'a' k, 1 v, 'p' g union all select 'b', 2, 'p') pivot (sum(v) s, max(v) m for k in ('a', 'b'))
select 1 -- c
select avg(x) from values (cast(1 as decimal(38,30))) t(x)
select any_value(x), first(x), last(x) from values (NULL), (1) t(x)
select count(*) from range(3) a cross join range(4) b
select * from values ('1'), ('01'), ('1.0') t(x) where x = 1
select bool_and(x), every(x), some(x) from values (cast(NULL as boolean)) t(x)
select count_if(x) from values (true), (false), (NULL) t(x)
select sum(x) from values (NULL) t(x)
select sum(x), avg(x), min(x), max(x), count(x), count(*) from values (cast(NULL as int)) t(x)
select sort_array(collect_set(x)) from values (double('NaN')), (double('NaN')), (1D) t(x)
select * from (select 'a' k, 1.5 v) pivot (avg(v) for k in ('a', NULL))
select 5 / 2, 5 div 2, -5 / 2, -5 div 2, 5 % -3, -5 % 3, 5.0 / 2, 5L / 2L
select min(x), max(x) from values (X'01'), (X'FF') t(x)
select sum(x * 1.0) / nullif(sum(y), 0) from values (1, 3), (2, 0) t(x, y)
select x from values (true), (false), (NULL) t(x) order by x
select a, count(*) from values (1), (1) t(a) group by t.a
select mode(x) from values (NULL) t(x)
select r.id from range(2) r
select * from values (1), (2), (3) t(x) order by x limit all
select * from values (1) x(a) join values (2) y(b)
select collect_list(x), collect_set(x) from values (NULL) t(x)
select named_struct('x', sum(x)) from values (1) t(x)
select x from values (1), (NULL) t(x) where x in (select NULL)
select x from values (1), (2) t(x) distribute by x
select x, last_value(x) over (order by x) from values (1), (2), (3) t(x)
select x, y from values (2, 'b'), (1, 'a') t(x, y) order by 1 desc
select sum(x) from values (cast(99999999999999999999999999999999999999 as decimal(38,0))), (1) t(x)
select a, grouping(a), sum(c) from values (1, 10), (NULL, 20) t(a, c) group by rollup(a) order by 1, 2
select x, lead(x, 1, 'z') over (order by x) from values ('a'), ('b') t(x)
select max(struct(x, y)).y from values (1, 'a'), (2, 'b') t(x, y)
select max_by(x, y), min_by(x, y) from values ('a', NULL), ('b', NULL) t(x, y)
select x from values (1), (NULL), (2) t(x) order by x asc nulls last
select avg(x) from values (1.5F), (2F) t(x)
select case when a > 1 then 'x' else 'y' end k, sum(a) from values (1), (2) t(a) group by 1 order by 1
select a, sum(b) from values (1, 10), (1, 20), (2, 30) t(a, b) group by all order by a
select * from (select 1 as a) x left join (select 2 as a) y on x.a = y.a
select * from (select 1 as a) x join (select 1 as a) y on x.a = y.a
select cast(x as decimal(10,2)) * y, cast(x as decimal(10,2)) / y from values (1.5, 3) t(x, y)
select * from (select 1 as a, 2 as b) x natural join (select 1 as a, 3 as c) y
select `T`.`X` from values (1) as `t`(`x`)
select x from values (1), (2) t(x) where not exists (select 1 from values (2) u(y) where y = x)
select a, sum(b) s from values (1, 10), (2, 20) t(a, b) group by a having s > 15
select * from values (true), (NULL) t(x) where not x
select a + 1 + 1, count(*) from values (1), (1) t(a) group by a + 1
select a, b, grouping(a), grouping(b), sum(c) from values (1, 'x', 10), (1, 'y', 20) t(a, b, c) group by grouping sets ((a, b), (a), ()) order by 1, 2, 3, 4
select a + 1, count(*) from values (1), (1) t(a) group by a + 1
select * from values (1, array(array(1, 2), array(3))) t(id, a) lateral view explode(a) e as b lateral view explode(b) f as c
select x from values (1), (2) t(x) where x not in (select NULL)
select x from values (1), (2) t(x) cluster by x
select percentile(x, 0), percentile(x, 1) from values (10), (20) t(x)
select x.y from (select map('y', 1) x)
select sum(id), avg(id), min(id), max(id) from range(10)
select median(x) from values (1.5), (2) t(x)
select 1 / 3.0, 1.0 / 3, 10 / 3.00, 1.00 * 1.000, 1.5 + 1, 1.5 - 0.05, 7.5 % 2
select x from values ('b'), ('a'), ('B'), ('é'), ('😀'), (''), (NULL) t(x) order by x
select * from (select 1 id, 10 a, 20.5 b) unpivot (v for n in (a, b))
select a, sum(c) from values (1, 10), (NULL, 20) t(a, c) group by rollup(a) order by a, sum(c)
select x, lag(x, -1) over (order by x) from values (1), (2), (3) t(x)
select sum(x), avg(x) from values (9223372036854775807), (1) t(x)
select * from (values (1, 'a'), (2, 'b')) order by 1
select x, lag(x, 1, 0.5) over (order by x) from values (1), (2) t(x)
select a, b, count(*) from values (1, 2) t(a, b) group by a, rollup(b) order by 1, 2
select x, sum(x) over (order by x rows between 1 preceding and 1 following) from values (1), (2), (3) t(x)
with t(a, b) as (select 1, 2) select a + b from t
select sum(x), avg(x), min(x), max(x), count(x), count(*) from values (1) t(x) where x > 5
select collect_list(x) over (order by x) from values (1), (2) t(x)
select sum(x) filter (where x > 1), count(*) filter (where x is null) from values (1), (2), (NULL) t(x)
select distinct x, y from values (1, NULL), (1, NULL) t(x, y)
select * from values (1, NULL) x(a, b) join values (1, NULL) y(c, d) on b = d
select * from values (true), (false), (NULL) t(x) where x
select bit_and(x), bit_or(x), bit_xor(x) from values (5L) t(x) where false
select 0.0D = -0.0D, double('NaN') = double('NaN'), double('NaN') > 1e308, double('NaN') > double('Infinity'), double('NaN') <> double('NaN')
select any_value(x) over (order by x) from values (1), (2) t(x)
select a, b, sum(c) from values (1, 'x', 10), (1, 'y', 20) t(a, b, c) group by a, b with rollup order by a, b
select explode(map('a', 1)) as (k, v)
select cast(1 as decimal(38,18)) * cast(1 as decimal(38,18)), cast(1 as decimal(38,18)) / 3, cast(1 as decimal(38,18)) + 1
select * from range(3)
select x from values (double('NaN')), (1D), (NULL), (double('-Infinity')) t(x) order by x desc
select x.a, y.a from (select 1 as a) x right join (select 2 as a) y on x.a = y.a
select skewness(x), kurtosis(x) from values (1), (1) t(x)
select a + 1 x, sum(c) from values (1, 10) t(a, c) group by rollup(a + 1) order by 1
select x from values (1), (2) t(x) order by 'x'
select count(distinct x, y) from values (1, NULL), (1, 1), (1, 1) t(x, y)
select x, row_number() over (order by x), rank() over (order by x), dense_rank() over (order by x), percent_rank() over (order by x), cume_dist() over (order by x), ntile(3) over (order by x) from values (1), (1), (2), (3) t(x)
select stddev(x), var_pop(x) from values (1.5), (2.5) t(x)
select date_trunc('month', d) m, count(*) from values (date '2024-01-15'), (date '2024-01-20') t(d) group by 1
select sum(a) from values (1), (2) t(a) having sum(a) > 10
select * from (select 1 id, 10 a, 20 b, cast(NULL as int) c) unpivot include nulls (v for n in (a, b, c))
select * from (select 1 k, 1 v) pivot (sum(v), count(*) for k in (1, 2))
select col1, col2 from values (1, 'a')
select x as y from values (2), (1) t(x) order by x
select * from values (NULL), (NULL) t(x)
select x from values (1), (2) t(x) where x = (select max(x) from values (1), (2) u(x))
select t.a, count(*) from values (1), (1) t(a) group by a
select x, exists (select 1 from values (1) u(y) where y = x) from values (1), (2) t(x)
select * from values (1), (2), (3) t(x) limit 0
select sum(x) from values (cast(1.5 as decimal(30,2))) t(x)
select max_by(x, y), min_by(x, y) from values ('a', 1), ('b', 1) t(x, y)
select * from (select 1 as a, 2 as b) x join (select 1 as a, 3 as c) y using (a)
select x from values (1), (2) t(x) where x not in (select 1)
select 2147483647 + 1, -2147483648 - 1, 2147483647 * 2, 9223372036854775807 + 1, tinyint(127) + tinyint(1), abs(-2147483648), -(-2147483648)
select sum(x), x from values (1), (2) t(x) group by x order by sum(x) desc
select avg(x) from values (cast(99999999999999999999999999999999999999 as decimal(38,0))), (1) t(x)
select count(x, y) from values (1, NULL), (1, 1) t(x, y)
select /*+ repartition(2) */ 1
select x, y from values (1, 'b'), (1, 'a'), (2, NULL) t(x, y) order by x desc, y
with t as (with u as (select 3 as x) select * from u) select * from t
select mode(x) from values ('a'), ('b'), ('b') t(x)
select x from values (1), (1), (NULL) t(x) except select NULL
select count(*) from range(3) a, range(4) b
with t as (select 1 as x), u as (select x + 1 as y from t) select * from t, u
select * from values (1, map('k', 1)) t(id, m) lateral view explode(m) e
select median(x) from values (NULL) t(x)
select x, lag(x) ignore nulls over (order by y) from values (1, 1), (NULL, 2), (3, 3) t(x, y)
select * from values (date '2024-01-01') t(d) where d = timestamp '2024-01-01 00:00:00'
select k, count(*) from values (0.0D), (-0.0D) t(k) group by k
select upper(a) u, count(*) from values ('x'), ('X') t(a) group by u
count(*)
2 * 3 % 4
1 as `a``b`
'a' || date '2024-02-29'
coalesce(date '2024-01-01','x')
not 1 = 2 and true
int('1')
shiftleft(1,2)
1 as date
typeof(struct(1))
1 as select
2 not in (1,NULL)
typeof(1 / 2)
date '2024-2'
coalesce(NULL,NULL)
shiftleft(1,33)
1 x
boolean('t')
x'4D'
binary('a')
'line\\end'
true and null
shiftright(-8,1)
cast(1 as dec(5,1))
not true = false
"a""b"
1 in ('1')
date '2024'
1.0 in (1)
'\_'
1 -- comment
typeof(1L)
NULL between 1 and 2
case 1 when 1L then 'a' end
/* a /* b */ c */ 1
'a'  'b' as x
decimal('1.5')
1e-400
'\x41'
date('2024-02-29')
1 | 2 ^ 3 & 4
-(-1)
cast(1 as real)
typeof(sum(1))
""
'\z'
5 not between 1 and 10
1 a, 2 a
case 'a' when 'A' then 1 else 0 end
1 /* c */ + /* d */ 2
typeof(1.5 * 2)
1E3
+'1'
int(3000000000)
'a''b'
9999999999999999999
1.0d
1.0F
'\"'
cast(1 as short)
-'1'
'\n'
cast(1 as long)
1e+3
TRUE
+ 1
max('a')
timestamp '2024-02-29T12:34:56Z'
1 `x`
! false
-128Y
sum(1)
'\101'
'\ud83d\ude00'
timestamp '2024-02-29 12:34:56+02:00'
1.
1 + count(*)
null or true
X'1'
null and false
5 between 10 and 1
typeof(1.0/3)
cast(1 as numeric)
cast('a' as varchar(10))
3 & 1 | 4
cast(1 as byte)
1.0BD
'\%'
1 || 2
typeof('a')
select q.A from (select A from values (1) t(a)) q
select a, b, sum(x) from values ('p', 'q', 1), ('p', 'r', 2) t(a, b, x) group by rollup(a, b) order by a nulls last, b nulls last
select get_json_object(j, '$.a'), get_json_object(j, '$.b[0].c'), get_json_object(j, '$.z') from values ('{"a":"x","b":[{"c":5}]}'), ('bad'), (NULL) t(j)
select s like 'a%', s like '%b', s like '_b%', s not like 'a%', s in ('ab', 'cb') from values ('ab'), ('cb'), (NULL), ('') t(s)
select round(x, 1), round(x), floor(x), ceil(x), bround(x, 1), abs(x), sign(x), cast(x as int), cast(x as string) from values (2.25), (-2.35), (0.05), (NULL) t(x)
select percentile(x, 0.5), percentile_approx(x, 0.5), median(x), mode(x) from values (1), (2), (2), (10) t(x)
select coalesce(a, b, 0), nvl(a, b), ifnull(a, 9), nullif(a, 1), nvl2(a, 'y', 'n') from values (1, 2), (NULL, 3), (NULL, NULL) t(a, b)
select T.A as `Total Count`, t.B from values (1, 2) t(a, b)
select greatest(a, b, c), least(a, b, c), greatest(a, NULL) from values (1, 5, 3), (NULL, 2, NULL) t(a, b, c)
with t as (select * from values (1, 'a'), (2, 'b') as v(id, n)) select id, n, md5(cast(id as string)), md5(concat(coalesce(cast(id as string), ''), '-', n)) from t order by id
select x, case when x > 2 then 'big' when x > 1 then 'mid' else 'small' end from values (1), (2), (3), (NULL) t(x)
select cast(a as decimal(18,2)) / cast(b as decimal(18,2)) r, round(a / b, 4), a * 100.0 / b from values (1, 3), (2, 7) t(a, b)
select `k`, `V` from values ('a', 1) t(k, v)
select sum(x), avg(x), sum(x) / count(*) from values (0.1D), (0.2D), (0.7D), (1.3D) t(x)
select k, sum(v), avg(v) from values ('a', 1.10), ('a', 2.25), ('b', 3.00) t(k, v) group by k order by k
select a.x, b.y from values (1), (2) a(x) left join values (1, 'p'), (1, 'q') b(x, y) on a.x = b.x and b.y <> 'p' order by 1, 2
select hash(s), xxhash64(s), hash(s, 1), xxhash64(1.5, s, true, date '2024-01-01') from values ('a'), (''), (NULL) t(s)
tinyint(7) - 2.5
select regexp_replace(s, '[0-9]+', '#'), regexp_extract(s, '([a-z]+)([0-9]+)', 2), s rlike '^[a-z]+' from values ('ab12cd3'), ('99'), (NULL) t(s)
select datediff(a, b), months_between(a, b), a - b, a > b from values (date '2024-03-31', date '2024-02-29'), (date '2024-01-01', NULL) t(a, b)
select s, cast(s as int), cast(s as double), cast(s as date), cast(s as boolean), cast(s as decimal(10,2)) from values ('1'), (' 2 '), ('x'), ('1.5'), ('2024-01-02'), ('true'), (NULL) t(s)
select hash(a), xxhash64(a), crc32(cast(a as string)), sha2(cast(a as string), 256), sha1(cast(a as string)), md5(cast(a as string)) from values (1), (NULL) t(a)
select date_add(d, n), date_sub(d, n), d + n, add_months(d, n) from values (date '2024-01-31', 1), (date '2024-01-31', -2) t(d, n)
select x + 2.5, x * 1.5, x / 3.0 from values (7Y) t(x)
select k as Key, count(*) as N from values ('a') t(k) group by Key order by n
select t.k, sum(v) / sum(sum(v)) over () from values ('a', 1), ('b', 3) t(k, v) group by t.k order by 1
select t, hour(t), minute(t), second(t), date(t), date_trunc('hour', t), unix_timestamp(t), date_format(t, 'HH:mm:ss') from values (timestamp '2024-02-29 12:34:56.789'), (timestamp '1969-12-31 23:59:59') v(t)
select round(x, 1), round(x), floor(x), ceil(x), bround(x, 1), cast(x as int), cast(x as string), cast(x as decimal(10,1)) from values (2.25D), (-2.35D), (1e20D), (NULL), (double('NaN')) t(x)
select concat(a, b), concat_ws('-', a, b), a || b from values ('x', NULL), ('x', 'y') t(a, b)
select ts, ts + interval 1 hour, ts - interval 30 minutes, ts + interval 1 month, ts + interval 1 day from values (timestamp '2024-01-31 23:45:00') t(ts)
select cast(V as string), cast(v as decimal(5,1)) from values (1) t(v)
with c as (select Id, NAME from values (1, 'x') t(id, name)) select id, name, c.* from c
select typeof(a), typeof(b), typeof(c) from values (1, 'x', 1.5) t(a, b, c)
select x + y from values (1, 2.5), (2, 3.55) t(x, y)
select substring('abcdef' from 2 for 3), position('c' in 'abc'), overlay('abcdef' placing 'ZZ' from 3), trim(both 'x' from 'xxaxx'), extract(month from date '2024-05-01')
with a as (select 1 id), b as (select 2 id) select coalesce(a.id, b.id) id, a.id is null, b.id is null from a full outer join b on a.id = b.id order by 1
with a as (select 1 id, 'x' n union all select 2, 'y'), b as (select 1 id, 10 v union all select 1, 20 union all select 3, 30) select a.id, a.n, sum(b.v) s, count(b.v) c from a left join b on a.id = b.id group by a.id, a.n order by a.id
select * from (select A, b from values (1, 2) t(a, b)) q where a = 1
with s as (select explode(split('a,b,c', ',')) as p) select p, upper(p) from s order by p
select upper(s), lower(s), length(s), reverse(s), substring(s, 2, 2), left(s, 2), right(s, 2), lpad(s, 5, '*'), rpad(s, 5, '*') from values ('abc'), (''), (NULL), ('éàü') t(s)
select max(v) as MaxV from values (1) t(v) having maxv > 0
with t as (select * from values (1, 10), (2, 20), (3, 30) v(id, x)), r as (select *, row_number() over (order by x desc) rn from t) select * from r where rn = 1
select k, collect_list(v), sort_array(collect_set(v)) from values ('a', 1), ('a', 1), ('b', 2) t(k, v) group by k order by k
cast(7 as smallint) * 1.5
smallint(3) / 1.5
with d as (select explode(sequence(date '2024-01-30', date '2024-02-02', interval 1 day)) as d) select d, date_format(d, 'EEE') from d order by d
select cast(x as string), x from values (1.1F), (1e10F), (3.4e38F), (1F / 3), (16777216F) t(x)
select count(distinct a), count(distinct a, b), count(distinct case when a > 1 then b end) from values (1, 'x'), (1, 'y'), (2, 'x') t(a, b)
select id, sum(case when s = 'p' then a else 0 end) p, sum(case when s = 'q' then a else 0 end) q from values (1, 'p', 5), (1, 'q', 6), (2, 'p', 7) t(id, s, a) group by id order by id
select count(*) from values (1), (2) t(x) where x > (select avg(y) from values (1), (2) u(y))
select sum(a), count(b), typeof(sum(a)), typeof(avg(c)), typeof(max(b)) from values (1, 'x', 1.5) t(a, b, c)
select s.a, s.b, s from values (named_struct('a', 1, 'b', 'x'), 1), (named_struct('a', 2, 'b', 'y'), 2) t(s, i)
select d, year(d), month(d), day(d), quarter(d), weekofyear(d), dayofweek(d), last_day(d), add_months(d, 1), date_trunc('month', d), trunc(d, 'MM'), date_format(d, 'yyyy-MM') from values (date '2024-02-29'), (date '2023-12-31'), (NULL) t(d)
select x, x div 2, x % 2, -x, ~x, x & 1, x | 8, x ^ 3, bit_count(x) from values (5), (-5), (NULL) t(x)
select sum(V) from values (1) t(v)
select x from values (1), (2), (3) t(x) where x not in (select y from values (2), (NULL) u(y))
select distinct k from values ('b'), ('a'), ('b'), (NULL) t(k) order by k nulls last
select v, row_number() over (order by v) rn from values (1), (2) t(v) order by RN desc
select cast(x as string) from values (1.0D), (1e7D), (1.5e-5D), (123456.789D), (0.1D + 0.2D), (100D / 3), (1e16D), (1e-3D) t(x)
select k, count(*), sum(v), avg(v), min(v), max(v), stddev(v), count(distinct v) from values ('a', 1), ('a', 2), ('b', NULL), (NULL, 5) t(k, v) group by k order by k
select to_date(s, 'dd/MM/yyyy'), to_timestamp(s, 'dd/MM/yyyy'), unix_timestamp(s, 'dd/MM/yyyy') from values ('29/02/2024'), ('31/12/1999'), (NULL) t(s)
select x from values (1), (2), (3) t(x) where exists (select 1 from values (2), (3) u(y) where u.y = t.x and u.y > 2)
select make_date(y, m, d), make_timestamp(y, m, d, 1, 2, 3.5) from values (2024, 2, 29), (2023, 2, 29) t(y, m, d)
select split(s, '-'), split(s, '-')[0], size(split(s, '-')), element_at(split(s, '-'), -1) from values ('a-b-c'), (''), (NULL) t(s)
select x.Id, y.V from values (1) x(id) join values (1, 5) y(id, v) on X.ID = Y.id
select next_day(d, 'MON'), last_day(d), dayofyear(d), weekday(d), extract(week from d), extract(doy from d) from values (date '2024-12-30') t(d)
select m['a'], map_keys(m), map_values(m), size(m) from values (map('a', 1, 'b', 2)) t(m)
tinyint(7) + 2.5
select from_unixtime(x), timestamp_seconds(x), date_from_unix_date(cast(x / 86400 as int)) from values (0), (1709210096), (-1) t(x)
select a, b, a/b, a%b, a*b, a-b, pmod(a,b) from values (7, 2), (-7, 2), (7, -2), (0, 0), (NULL, 1) t(a,b)
greatest(7, 1.1F)
NULL rlike '^a'
cast(' ' as timestamp)
factorial('3')
date_format(timestamp '2023-12-31 23:00:00', "''''")
format_string('%-5d|',42)
date_part('w', 'bad')
SELECT substring('Spark SQL' FROM -3)
cast(128.9D as float)
xxhash64('YWJ')
array_join(array('a','b','a'), NULL)
regexp_extract('a\nb', '\\s', 0)
SELECT sha('Spark')
cast('-Infinity' as boolean)
substring('abcdef', 3, 2)
quarter(NULL)
dateadd(YEAR, -1, timestamp '2024-02-29 23:59:59.999999')
SELECT count_if(col % 2 = 0) FROM VALUES (NULL), (0), (1), (2), (3) AS tab(col)
to_timestamp('1', "d")
cast(date '1969-12-31' as bigint)
conv('1', 37, 10)
timestampadd(MONTH, 3, date '9999-12-31')
3000000000L | 7
date '9999-12-31' - interval 36 hours
'abc' + 7
'a%' like 'é%'
conv('12x', 10, 2)
map_contains_key(map('a',1,'b',2), 'z')
SELECT datepart('YEAR', TIMESTAMP '2019-08-12 01:00:00.123456')
date_format('2024-02-09 03:04:05.678901', "SSSSSS")
from_unixtime(86399, "''''")
ascii(NULL)
regexp_replace('a\nb', '\\s', '-')
SELECT substring('Spark SQL', -3)
abs(interval '1-2' year to month)
dateadd(MILLISECOND, -1, date '2023-12-31')
try_cast('t' as bigint)
cast(NULL as array<int>) = array(1,2,3)
to_timestamp('AD', "yyyyyy")
get_json_object('{"a":true}', '$.*')
try_multiply(NULL, -3)
make_date(NULL,1,1)
date_part('mins', 'bad')
1.1e0 is null
timestamp '1900-01-01 00:00:00' - interval 90 minutes
1.50 * '12'
SELECT 1 in(1, 2, 3)
interval 1 week < interval 1 week
get(array(1,2,3), -1)
from_unixtime(9223372036854775807, 'yyyy-MM-dd HH')
try_cast('10000-01-01' as string)
floor(double('Infinity'), 40)
cast('2147483648' as decimal(10,0))
SELECT array_prepend(array('b', 'd', 'c', 'a'), 'd')
make_date(2023,2,29)
timestamp_ntz '2024-02-29 01:02:03.4' + interval 0.5 second
SELECT 2 <= 2
typeof(false)
SELECT concat_ws(null, 'Spark', 'SQL')
cast('0' as double)
array(1.50, smallint(-32768))
'é' not like '_'
SELECT 1 == '1'
named_struct('a',named_struct('b',5)).a.b
timestamp_ntz '2024-02-29 12:34:56.5' || 1.1e0
to_timestamp('1', "SSS")
date_format('2024-02-09 03:04:05.678901', "LL")
regexp_count('a\nb', 'a|b')
SELECT CASE WHEN 1 > 0 THEN 1 WHEN 2 > 0 THEN 2.0 ELSE 1.2 END
date_format('2024-02-09 03:04:05.678901', "a")
find_in_set(NULL,'aé😀b')
make_timestamp(10000,1,1,0,0,60)
make_timestamp(2024,13,1,24,0,0)
cast(2147483648.5D as bigint)
SELECT datediff('2009-07-31', '2009-07-30')
SELECT pmod(-10, 3)
date_format(timestamp '1969-07-20 12:30:00', "HH")
right('é😀ßx', -2147483648)
SELECT substr('Spark SQL' FROM 5)
concat(1.1F, interval 1 day)
SELECT width_bucket(-0.9, 5.2, 0.5, 2)
trim('' from '  x  ')
timestamp_ntz '2024-02-29 12:34:56.5' between timestamp '2024-02-29 12:34:56.789' and timestamp_ntz '2024-02-29 12:34:56.5'
overlay(12345 placing 'ZZ' from -2)
from_utc_timestamp(timestamp '2024-01-01 00:00:00', 'GMT+1')
smallint(-32768) - smallint(-32768)
SELECT 1.0 <= '1'
try_cast('2024-02-29 25:00:00' as decimal(3,3))
printf('%%')
quarter('bad')
filter(array(double('NaN'),1D,NULL), x -> x is null)
datediff(timestamp '1900-01-01 00:00:00', NULL)
'' like 'é'
'\\' like ''
conv('1', 1, 10)
regexp_count(NULL, '(')
date '9999-12-31' + interval 1 month
SELECT if(1 < 2, 'a', 'b')
SELECT json_array_length('[1,2,3,4]')
smallint(date '2024-02-29')
locate('c',NULL,0)
datediff('2024-2-9', NULL)
regexp_replace('abcab', '\\s', '-')
'' like 'a\\%'
bigint(1.5)
regexp_count('abcabc',' ')
SELECT isnotnull(1)
from_utc_timestamp('2024-03-31 02:30:00', 'Africa/Dakar')
datediff(MONTH, date '9999-12-31', date '2030-01-01')
typeof('2024-02-29 12')
cast(interval '1' day as string)
'' not like '%'
NULL rlike '\\s'
to_timestamp('ABC def')
sum(x) from values (interval '-1' day),(interval '-1' day) t(x)
cast('1,000' as boolean)
array(double('NaN'),1D,NULL)[0]
sha('  pad ')
get(cast(NULL as array<int>), 0)
split_part('  x  ','é',1)
array_contains(array(), 0.0D)
SELECT 3 & 5
cast(1e-5D as tinyint)
date_format('2024-02-09 03:04:05.678901', "y")
regexp_replace('aé😀b','é','<$0>')
to_date('2024-00-01', "yyyy-MM-dd")
array_except(array(double('NaN'),1D,NULL), array(double('NaN'),1D,NULL))
make_date(2024, 1, 9223372036854775807)
try_cast('+1' as double)
make_timestamp(2024,1,32,12,34,56.5)
find_in_set('b',NULL)
SELECT factorial(5)
arrays_overlap(array(-0.0D,0.0D), array())
split('a\nb', '\\bab')
cast('off' as boolean)
SELECT first(col) FROM VALUES (10), (5), (20) AS tab(col)
timestamp '2024-02-29 12:34:56.789' - timestamp_ntz '2024-02-29 12:34:56.5'
interval 1 day
date_from_unix_date('12')
named_struct('a',1,'b','x') is null
1.1e0 = 7
to_timestamp('20240229', "yyyyMMdd")
cast(3000000000L as double)
transform(array(-0.0D,0.0D), x -> cast(x as string))
nvl(NULL, 0)
to_timestamp(timestamp '1900-01-01 00:00:00')
floor(-125, -10)
get_json_object('{"a":12345678901234567890}', '$.*')
to_date('ABC def')
interval '1' day + interval '1' day
SELECT ~ 0
cast(date '9999-12-31' as decimal(5,2))
btrim('','é')
'12' <=> 3000000000L
map('k',map('a',1),'l',NULL)
cast(2147483647 as timestamp)
abs(1.5)
trim(NULL from NULL)
SELECT round(2.5, 0)
cast(7 as decimal(20,4)) <=> tinyint(127)
date_part('doy', '2024-02-29 12:34:56.5')
~smallint(-32768)
transform(array(-0.0D,0.0D), x -> NULL)
try_cast('1.005' as boolean)
unbase64('12')
cast('-inf' as smallint)
to_timestamp('12', "h")
cast('2147483648' as string)
interval 1 day = interval 1 day
mod(-9223372036854775808, '2')
conv('', 10, 2)
sqrt(1e0)
SELECT nvl(NULL, array('2'))
SELECT kurtosis(col) FROM VALUES (1), (10), (100), (10), (1) as tab(col)
to_timestamp('1', "MMM")
chr(0)
conv('zz', 36, 10)
date_format(timestamp '2023-12-31 23:00:00', "qqqq")
'aa 12 é b' rlike '(\\w)(\\w)'
'a_c' like '%'
SELECT size(map('a', 1, 'b', 2))
SELECT bin(13)
SELECT NULL == NULL
1.50 != NULL
from_unixtime(1709210096, 'yyyy-MM-dd HH')
try_cast('true ' as int)
try_multiply(7.5F, -1)
split('aa 12 é b', 'x*')
SELECT true or NULL
cast(cast(-0.5 as decimal(2,1)) as smallint)
date_add(YEAR, 2, '2024-02-29 12:34:56.5')
'😀' like '\\\\'
array_contains(array(7), 1.1F)
NULL like concat('%','','%')
round(2147483647, 0)
date_format(date '0044-03-15', "kk")
date '9999-12-31' - interval 1 week
position(NULL in 'a.b.c')
pmod(tinyint(7), NULL)
date_format(timestamp '1969-07-20 12:30:00', "yyyy[-MM]")
add_months(date '9999-12-31', '3')
to_timestamp('PM', "d'o'")
interval '1 year 2 months' = interval '1 year 2 months'
'a%' like 'a_c'
string(date '2023-12-31')
cardinality(array(-0.0D,0.0D))
regexp_replace('aa 12 é b', 'a++', '-')
slice(cast(NULL as array<int>), -2, 2)
floor(double('Infinity'), -1)
interval '1-2' year to month < interval '1-2' year to month
to_timestamp('12', "LLLL")
map('k',tinyint(127),'l',1.50)
cast(0.001D as timestamp)
transform(array(), x -> x is null)
trunc('', 'yy')
ceil(1.005, -2)
overlay('abcdef' placing 'ZZ' from '1')
date_format('2024-02-09 03:04:05.678901', "y-M-d")
sequence(date '2024-01-01', date '2024-01-05', interval 2 days)
from_utc_timestamp(date '1900-01-01', 'PST')
'\\' not like ''
timestampadd(MONTH, 3, timestamp '1900-01-01 00:00:00')
SELECT map_contains_key(map(1, 'a', 2, 'b'), 1)
from_utc_timestamp(date '1900-01-01', '+2')
sequence(tinyint(1),tinyint(3))
nvl2(3000000000L, 3000000000L, cast(7 as decimal(20,4)))
'12' % tinyint(127)
'a\nb' rlike '(?s).'
locate(' ','abcabc')
split('abcdef', '', 2)
try_cast(timestamp '9999-12-31 23:59:59.999999' as string)
to_utc_timestamp('2024-07-01 12:00:00', 'Africa/Dakar')
second('2024-02-29 12:34:56.5')
substring(12345, 2, NULL)
if(true, tinyint(127), 1.50)
regexp_replace('abcab', '\\bab', '-')
ceil(NULL)
split('', '', 2)
SELECT min_by(x, y) FROM VALUES ('a', 10), ('b', 50), ('c', 20) AS tab(x, y)
SELECT get(array(1, 2, 3), 3)
left('a.b.c',length(' '))
split('aa 12 é b', '\\s')
NULL * '12'
split(12345, '', -2147483648)
least(2147483647, 0)
rtrim(123)
right(NULL, 100)
to_timestamp('Fri', "mm")
weekofyear(timestamp '2024-02-29 23:59:59.999999')
endswith('  x  ','.')
substring_index('a.b.c.d', '.', 100)
nvl(7, '2')
SELECT stddev_samp(col) FROM VALUES (1), (2), (3) AS tab(col)
element_at(array(-0.0D,0.0D), -1)
date(date '9999-12-31')
timestamp '2024-02-29 23:59:59.999999' + interval 0.5 second
get_json_object('{}', '$[\'a\']')
format_number(0.5, -1)
tinyint(127) - '12'
SELECT decode(null, 6, 'Spark', NULL, 'SQL', 4, 'rocks')
array('12', 'abc')
SELECT add_months('2016-08-31', 1)
regexp_count('aa 12 é b', '\\p{L}+')
cast(NULL as array<int>) = NULL
cardinality(map('x',array(1)))
decode('abc', date '2024-02-29', 1, 2)
date '0001-01-01' + interval 36 hours
cast('9999-12-31' as bigint)
concat(NULL, date '2024-02-29')
string(map(1,NULL))
SELECT reverse(array(2, 1, 4, 3))
date(date '1969-07-20')
SELECT levenshtein('kitten', 'sitting')
hash(cast(1e20 as decimal(38,2)))
hash(9999999D)
to_timestamp('February', "yyy")
explode(array(1.5,2))
format_string('%+d',42)
SELECT try_subtract(2, 1)
format_string('%d',1)
'abcabc' like '.'
SELECT decode(6, 1, 'Southlake', 2, 'San Francisco', 3, 'New Jersey', 4, 'Seattle', 'Non domestic')
trunc(timestamp '1900-01-01 00:00:00', 'QUARTER')
add_months('bad', 3000000000L)
greatest(X'', X'')
repeat('', -2)
regexp_extract_all(NULL, '[^a]', 0)
nullif(tinyint(127), '12')
date '0001-01-01' < timestamp_ntz '2024-02-29 01:02:03.4'
SELECT conv('100', 2, 10)
cast(123456789.123D as int)
left(NULL,length('.'))
cast(-1.50 as double)
from_utc_timestamp('2024-03-31 02:30:00', 'GMT+1')
try_element_at(array(array(1,2),array(3)), -1)
cast(7 as decimal(20,4)) || 3000000000L
to_timestamp('2024', "y")
try_cast(1e-5D as boolean)
nullif(interval 1 day, interval 1 day)
cardinality(array(named_struct('a',1),named_struct('a',0)))
get_json_object('{}', '$.b[*]')
year(date '0001-01-01')
split('','')
weekday('bad')
from_unixtime(86399, "MMM yy")
to_date('2024', "yyyy")
~tinyint(127)
json_array_length('{"a":1.5}')
array_except(array(-0.0D,0.0D), array())
SELECT bin(-13)
from_unixtime(86399, "qqq")
SELECT * FROM range(0, 2)
SELECT datepart('week', timestamp'2019-08-12 01:00:00.123456')
'2024-02-29 12:34:56.5' + 1
json_array_length('{"A":1}')
interval '-1' day + interval '-1' day
decode(1.1e0, true, 1, 2)
timestamp '1900-01-01 00:00:00' + interval 0.5 second
make_timestamp(10000,1,1,24,0,0)
extract(minute from date '9999-12-31')
SELECT try_subtract(date'2021-01-02', 1)
map('a',1,'b',2)['z']
interval 25 hours = interval 25 hours
bigint(-0.0D)
to_timestamp('February', "[yyyy]")
date_part('dow', date '9999-12-31')
1.1e0 - NULL
tinyint(-1.5)
SELECT elt(1, 'scala', 'java')
ltrim(' ','aé😀b')
smallint(-32768) || interval 1 day
SELECT ltrim(' SparkSQL ')
negative(1e300)
substring(12345, 2, 1)
cast(-1 as int)
cast(7 as decimal(20,4)) is not distinct from NULL
SELECT last(col) FROM VALUES (10), (5), (20) AS tab(col)
floor(double('Infinity'), -2)
arrays_overlap(array(1,2,3), array(3,1,NULL,2))
regexp_replace('xaaay', 'a', '\\$', 3)
SELECT named_struct('a', 1, 'b', 2) in(named_struct('a', 1, 'b', 2), named_struct('a', 1, 'b', 3))
try_cast(-0.0F as bigint)
unix_timestamp('2024-02-29 12:34', "yyyy-MM-dd HH:mm")
greatest(smallint(-32768), tinyint(127))
array_position(array('a','b','a'), 'a')
try_cast('99999999999999999999999999999999999999' as float)
case when false then smallint(-32768) else 1.1F end
date_sub(date '1969-07-20', 1)
make_date(2024,2,29)
3000000000L between 1.50 and 3000000000L
from_utc_timestamp('2024-03-31 02:30:00', 'UTC')
smallint(-32768) + 'abc'
decode(7, 7, 1, 2)
'É' ilike 'é'
concat(1.50, NULL)
3000000000L div cast(7 as decimal(20,4))
date '0001-01-01' < timestamp '2024-02-29 23:59:59.999999'
sha('12')
'' like '_'
tinyint(127) is not null
from_unixtime(86399, "KK")
date_part('minutes', timestamp '2024-02-29 23:59:59.999999')
try_multiply(2147483647, '2')
'abc' regexp 'b'
try_element_at(map('a',1,'b',2), 'a')
floor(123456789.987654321, 2)
array(double('NaN'),1D,NULL) <=> array(3,1,NULL,2)
true = 'abc'
cast(7 as decimal(20,4)) != 3000000000L
X'' = NULL
interval '1-2' year to month - interval '1-2' year to month
from_unixtime(0, 'yyyy-MM-dd HH')
md5(X'C3A9FF')
SELECT contains('Spark SQL', 'Spark')
to_utc_timestamp(date '1900-01-01', 'GMT+1')
if(true, smallint(-32768), 'abc')
repeat(12345, 100)
map_contains_key(map(1,NULL), 1)
greatest(7.5, NULL)
date_sub(NULL, 1)
interval 1 day is not null
unhex('  pad ')
format_string('%s',true)
timestampadd(SECOND, 3, date '2024-02-29')
date_trunc('mm', date '0001-01-01')
ascii(123)
to_date('2024-02', "yyyy-MM")
arrays_overlap(array(double('NaN'),1D,NULL), array(-0.0D,0.0D))
SELECT to_date('2009-07-30 04:17:52')
SELECT mean(col) FROM VALUES (1), (2), (NULL) AS tab(col)
regexp_extract_all('aa 12 é b', '[a&&[^b]]', 0)
ceil(1.25F, 2)
month('2024-02-29 12:34:56.5')
transform(array(-0.0D,0.0D), x -> x > 1)
overlay('' placing 'ZZ' from 100)
cast(2147483648.5D as float)
format_string('%x',255)
cast(16777217F as decimal(38,18))
overlay('a.b.c','',2,1)
nvl(0, '2')
SELECT expm1(0)
string(array(1.5,2))
true is null
try_multiply(9223372036854775807, 2.5)
try_divide(NULL, -1)
cast(16777217F as float)
cast(300 as decimal(5,2))
cast(NULL as float)
to_utc_timestamp(timestamp '2024-01-01 00:00:00', NULL)
NULL || 1.1e0
cast('2024-02-29 x' as date)
bround(1e10, -1)
try_cast('nan' as binary)
conv('-10', 10, -16)
SELECT date_part('doy', DATE'2019-08-12')
SELECT trim('SL' FROM 'SSparkSQLS')
array_contains(array(-0.0D,0.0D), 1)
round(1.25F, -1)
timestamp '1900-01-01 00:00:00' + interval 1 week
str_to_map('a=1&b=2','&','=')
from_unixtime(86399, "yyyy[-MM]")
cast('1D' as smallint)
date '2024-02-29' + interval '2 years 3 months'
cast('2024-02-29 12:34:56 PST' as int)
1.50 <=> 3000000000L
decode('abc', timestamp '2024-02-29 12:34:56.789', 1, 2)
degrees(-1.5)
md5('YWJj')
SELECT false or false
element_at(map('a',1,'b',2), 'z')
cast(1e7D as tinyint)
SELECT array_position(array(312, 773, 708, 708), 414)
weekday(date '9999-12-31')
format_number(1.005, 2)
date_part('week', '')
regexp_extract_all(NULL,'abc',0)
'bad' < NULL
date_add(DAY, 2, date '9999-12-31')
'a\nc' not like '\\\\'
SELECT floor(-0.1)
SELECT endswith('Spark SQL', 'SQL')
lpad(NULL, -2, 'xy')
date '1969-07-20' - interval 1 month
octet_length('ı İ ŉ')
timestamp '1900-01-01 00:00:00' - interval '1-2' year to month
dayofyear('')
negative(NULL)
try_cast(false as float)
dayofmonth('bad')
months_between(date '1969-07-20', date '9999-12-31')
trim('abc')
format_string('a%n')
try_subtract(-2147483648, '2')
bit_length(' ')
SELECT quarter('2016-08-31')
try_cast('1' as decimal(3,3))
cast(-0.0F as string)
sequence(timestamp '2024-01-01', timestamp '2024-01-02', interval 12 hours)
sequence(1,10,3)
date_format('2024-02-09 03:04:05.678901', "yyy")
get_json_object('{"a":1,"a":2}', '')
concat('abc', 'abc')
date '2024-02-29' < date '1969-07-20'
bround(NULL, -1)
transform(array(), x -> x)
greatest(-7, -3)
transform(array('a','b','a'), x -> x + 1)
round(1.25F, -10)
rpad('é😀ßx', 1.9, 'xy')
SELECT overlay('Spark SQL' PLACING 'ANSI ' FROM 7 FOR 0)
bin(array(1))
from_utc_timestamp(timestamp '2024-01-01 00:00:00', 'bad')
with t as (select 1 x), t as (select 2 x) select * from t
not named_struct('a',1,'b','x')
array_union(array('12'), array(tinyint(127)))
overlay(X'414243' placing 'ZZ' from 1.9)
to_timestamp('2', "HHH")
named_struct('a',1,'b','x') <=> array(1,2)
select ntile(0) over (order by x) from values (1) t(x)
timestamp_millis(1e10)
not 1.1e0
interval '1' fortnight
overlay(X'414243' placing 'ZZ' from '1')
true / 'abc'
array_union(array(true,false), array(-0.0D,0.0D))
to_utc_timestamp('2024-03-31 02:30:00', 'bad')
from_unixtime(86399, "{")
1e400
floor(1.25F, NULL)
1 << 2
greatest(-9223372036854775808, '2')
date_part('epoch', 'bad')
select tt.x from values (1) t(x)
str_to_map('abcabc','','c')
array_prepend(array(named_struct('a',1),named_struct('a',0)), double('NaN'))
to_timestamp('2', "EEE")
select avg(x), sum(x) from values (true) t(x)
to_unix_timestamp(20240229)
`1`
overlay(X'414243' placing 'ZZ' from -2)
select y.* from values (1) x(a)
smallint(-32768) * X''
cast('1 day' as interval)
least('x', 3)
json_tuple(NULL, 'a','b')
timestamp '2024-02-29 23:59:59.999999' - interval 1 month 2 days
date_part('minute', 20240229)
try_cast(date '1969-12-31' as decimal(3,3))
date_format(date '0044-03-15', "W")
schema_of_json(date '2024-02-29')
forall(array(true,false), x -> x > 1)
regexp_extract('aa 12 é b', '[[:alpha:]]')
to_timestamp('Fri', "EEEEE")
select count(t.*) from values (1, NULL), (1, 1) t(x, y)
regexp_extract_all('aa 12 é b', 'a{,2}', 0)
select X'41' union all select 'a'
greatest(7, '2')
unix_timestamp(true)
cast(9999999D as date)
select grouping(a) from values (1) t(a) group by a
unix_micros(date '1969-07-20')
cast('NaN' as array<string>)
map('a',1) between smallint(-32768) and map('a',1)
array(1,2) - array(1,2)
cast(1 as decimal(5,6))
select * from (select array(1, 2) a) lateral view explode(a)
coalesce()
select x as y, y + 1 from values (1) t(x) where y = 1
regexp_extract('abcab', '(?s).')
format_string('%d','a')
'a\nc' like 'a\\b'
true in (map('a',1))
datediff('2024-02-29 12:34:56.5', 20240229)
select sum(sum(x)) from values (1) t(x)
array(array(1,2), date '2024-02-29')
to_timestamp('Fri', "QQQQ")
concat(NULL, array())
overlay(X'414243' placing 'ZZ' from 100)
floor(2147483647, NULL)
select distinct on (x) x from values (1) t(x)
select count(distinct x) over () from values (1) t(x)
regexp_extract('abcab', '\\bab')
select * from values (1), (2) t(x) where x
cast('-0' as struct<a:string,b:string>)
try_element_at(NULL, 0)
explode_outer(map(NULL,1))
map_contains_key(map(1,NULL), NULL)
overlay(X'414243' placing 'ZZ' from -2147483648)
decode(named_struct('a',1,'b','x'), 7, 1, 2)
try_cast(map('a',1) as int)
0x1F
extract(month from interval '2:3' hour to minute)
extract(month from interval '100' second)
select a from values (1), (2) t(a) having a > 1
map('k',timestamp '2024-02-29 12:34:56.789','l',1.1F)
1 in ()
filter(array(1,2,3), x -> x + 1)
select a, b from values (1, 10) t(a, b) group by a
select * from values (1) t(x) limit 'a'
unix_millis('')
cast(0.001D as struct<a:string,b:string>)
b'a'
from_unixtime(86399, "uuuu")
array_intersect(array(true,false), array(3,1,NULL,2))
20240229 - interval -1 day
array_union(array(true,false), array(1,2,3))
8 >> 1
encode(' ')
select any(x > 1), all_ from values (1) t(x)
not cast(7 as decimal(20,4))
map('a',1) + 1.50
chr(1,2,3,4)
to_utc_timestamp(date '1900-01-01', 'bad')
unix_micros(date '0001-01-01')
array(1,2) - X''
rpad(X'414243', -2147483648, 'xy')
'abc' not like '%\\'
select 1, 2 union select 1
cast(1.1F as binary)
cast(X'' as timestamp_ntz)
cast(-129.9D as array<int>)
select x.b from values (1) x(a)
datediff(20240229, date '2023-12-31')
date_part('century', date '2024-02-29')
'é' not like '%\\'
array(1.5,2) <=> array(array(1,2),array(3))
weekofyear(20240229)
sequence(1,5,0)
sha1(1.50)
date_part('w', 20240229)
if('true',1,2)
if(1,1,2)
sha1(true)
9223372036854775808L
select max(x) from values (map(1,2)) t(x)
20240229 - timestamp '1900-01-01 00:00:00'
str_to_map('a.b.c','','c')
cast(interval 3 hours as decimal(3,3))
floor(1.005, NULL)
format_number(true, 0)
map('k', cast(7 as decimal(20,4)), 'l', '12')
map('a', 1, 'b', 'x')

-- from_json, to_json, schema_of_json
from_json('{"a":1,"b":"x"}', 'a int, b string')
from_json('{"a":1,"b":"x"}', 'a INT, B STRING')
from_json('{"a":1.0}', 'a int')
from_json('{"a":"1"}', 'a int')
from_json('{"a":1}', 'a string')
from_json('{"a":1.50}', 'a string')
from_json('{"a":1e3,"b":-0,"c":12345678901234567890}', 'a string, b string, c string')
from_json('{"a":{"x":1, "y":[1,2, null]}}', 'a string')
from_json('{"a":[1, 2]}', 'a array<int>')
from_json('{"a":[1, "x", 3]}', 'a array<int>')
from_json('{"a":[1, 2.5, 3], "b": 5}', 'a array<int>, b int')
from_json('{"a":{"b":1,"c":"x"}}', 'a struct<b:int,c:int>')
from_json('{"a":{"b":1,"c":"x"}, "d":4}', 'a struct<b:int,c:int>, d int')
from_json('{"a":{"x":1,"y":"z"}}', 'a map<string,int>')
from_json('{"a":{"x":1,"x":2}}', 'a map<string,int>')
from_json('{"x":1,"y":2}', 'map<string,int>')
from_json('{"x":1,"y":"z"}', 'map<string,int>')
from_json('[1,2,3]', 'array<int>')
from_json('[1,"x",3]', 'array<int>')
from_json('[{"a":1},{"a":2}]', 'array<struct<a:int>>')
from_json('[{"a":1},{"a":"q"}]', 'array<struct<a:int>>')
from_json('{"a":1}', 'array<struct<a:int>>')
from_json('[{"a":1},{"a":2}]', 'a int')
from_json('[]', 'a int')
from_json('[]', 'array<int>')
from_json('', 'a int')
from_json('   ', 'a int')
from_json(NULL, 'a int')
from_json('x', 'a int')
from_json('{"a":1', 'a int')
from_json('{"a":1,"b":x}', 'a int, b int')
from_json('{"a":1,"b":"x', 'a int, b string')
from_json('{"a":1} tail', 'a int')
from_json('{"a":1}{"a":2}', 'a int')
from_json('null', 'a int')
from_json('5', 'a int')
from_json('"x"', 'a int')
from_json('true', 'a int')
from_json('{}', 'a int')
from_json('{"a":null}', 'a int')
from_json('{"A":1}', 'a int')
from_json('{"a":1,"a":2}', 'a int')
from_json('{"a":1,"a":"x"}', 'a int')
from_json('{''a'':1}', 'a int')
from_json("{'a':1}", 'a int')
from_json('{a:1}', 'a int')
from_json('{"a":01}', 'a int')
from_json('{"a":+1}', 'a int')
from_json('{"a":NaN}', 'a double')
from_json('{"a":Infinity,"b":-Infinity,"c":INF,"d":-INF}', 'a double,b double,c double,d double')
from_json('{"a":"NaN","b":"Infinity","c":"-INF","d":"+INF","e":"1.5","f":""}', 'a double,b double,c double,d double,e double,f double')
from_json('{"a":200,"b":300,"c":-129}', 'a tinyint,b tinyint,c tinyint')
from_json('{"a":32768}', 'a smallint')
from_json('{"a":2147483648}', 'a int')
from_json('{"a":9223372036854775808}', 'a bigint')
from_json('{"a":1.25,"b":1}', 'a decimal(3,1), b decimal(5,2)')
from_json('{"a":123.45}', 'a decimal(3,1)')
from_json('{"a":"1.25","b":"x","c":""}', 'a decimal(3,1), b decimal(3,1), c decimal(3,1)')
from_json('{"a":"2024-02-29","b":"2024-02-29T12:30:00Z"}', 'a date, b timestamp')
from_json('{"a":"2024-02-29 10:00:00","b":"2024-02-29"}', 'a date, b timestamp')
from_json('{"a":"29/02/2024","b":"x"}', 'a date, b timestamp')
from_json('{"a":"100","b":100}', 'a date, b timestamp')
from_json('{"a":"2024","b":"2024-01"}', 'a date, b timestamp')
from_json('{"a":"2024-02-29T12:30:00.123456+02:00","b":"2024-02-29 12:30:00"}', 'a timestamp, b timestamp_ntz')
from_json('{"a":"2024-02-29T12:30:00Z"}', 'a timestamp_ntz')
from_json('{"a":true,"b":"true","c":1}', 'a boolean,b boolean,c boolean')
from_json('{"a":"aGk=","b":"!!"}', 'a binary, b binary')
from_json('{"a":"x\\u00e9\\n\\/y"}', 'a string')
from_json('{"a":"\\ud83d\\ude00"}', 'a string')
from_json('{"a":"x\ty"}', 'a string')
from_json('{"a":"\\q","b":1}', 'a string, b int')
from_json('{"a":1,"_corrupt_record":"z"}', 'a int, _corrupt_record string')
from_json('{"a":"x"}', 'a int, _corrupt_record string')
from_json('{"a":', 'a int, _corrupt_record string')
from_json('{"a":1}', 'int')
from_json('{"a":1}', 'a int NOT NULL')
from_json('{"b":1}', 'a int NOT NULL')
from_json('{"a":1}', 'a: int')
from_json('{"a":1}', 'struct<a:int>')
from_json('{"a":1}', 'STRUCT<a: BIGINT>')
from_json('{"a":1}', '{"type":"struct","fields":[{"name":"a","type":"integer","nullable":true,"metadata":{}}]}')
from_json('{"a":1}', schema_of_json('{"a":1}'))
from_json('{"a b":1}', '`a b` int')
from_json('{"a":1}', 'a int COMMENT ''hello''')
from_json('{"a":1}', 'a varchar(3)')
from_json('{"a":"abcdef"}', 'a varchar(3)')
from_json('{"a":1}', 'a map<int,string>')
from_json('{"a":1}', 'a int', map('mode','FAILFAST'))
from_json('{"a":"x"}', 'a int', map('mode','FAILFAST'))
from_json('{"a":1}', 'a int', map('mode','DROPMALFORMED'))
from_json('{"a":1}', 'a int, a int')
from_json('{"a":1}', 'a int, A int')
from_json(1, 'a int')
from_json('{"a":1}', 'a')
from_json('{"a":1}', 'a foo')
from_json('{"a":1}', 'a int,')
from_json('{"a":1}', NULL)
from_json('{"a":1}', '')
from_json('{"a":1}')
from_json('{"a":1}', 'a int').a
from_json('{"a":[{"b":1},{"b":"x"},{"b":3}]}', 'a array<struct<b:int>>')
from_json('{"a":{"x":{"b":1},"y":{"b":"q"}}, "c":1}', 'a map<string,struct<b:int>>, c int')
from_json('{"a":[[1],["x"]]}', 'a array<array<int>>')
from_json('{"a":{"x":[1,"q"]}}', 'a map<string,array<int>>')
from_json('{"a":[1,null]}', 'a array<int>')
from_json('[1,null]', 'array<int>')
from_json('[{"a":1},null]', 'array<struct<a:int>>')
from_json('[null]', 'a int')
from_json('[5]', 'a int')
from_json('[5, 6]', 'array<struct<a:int>>')
from_json('{"a":1}', 'array<int>')
from_json('[1]', 'map<string,int>')
from_json('{"a": 1e2, "b": 1e400, "c": 3.4028236e39}', 'a double, b double, c float')
from_json('{"a": 1e400}', 'a string')
from_json('{"a": 0.1, "b": 16777217}', 'a float, b float')
from_json('{"a": 1e2}', 'a bigint')
from_json('{"a": 1e2}', 'a decimal(5,1)')
from_json('{"a":{"b":1}}', 'a int')
from_json('{"a":{"b":1},"c":2}', 'a int, c int')
from_json('{"a":[1],"c":2}', 'a int, c int')
from_json('{"a":1,"c":2}', 'a struct<b:int>, c int')
from_json('{"a":"", "b":2}', 'a int, b int')
from_json('{"a":"", "b":2}', 'a date, b int')
from_json('{"a":"", "b":2}', 'a struct<x:int>, b int')
from_json('/* c */ {"a":1}', 'a int')
from_json('{"a":1,}', 'a int')
from_json('{"a":1 "b":2}', 'a int, b int')
from_json('{"a" 1}', 'a int')
from_json('{"a":tru}', 'a boolean')
from_json('{"a":truex}', 'a boolean')
from_json('{"a":.5}', 'a double')
from_json('{"a":5.}', 'a double')
from_json('{"a":1x}', 'a int')
from_json('{"a":[1,}', 'a array<int>')
from_json('{"a":[1,2}', 'a array<int>, b int')
from_json('{"b":7,"a":[1,"x",2}', 'a array<int>, b int')
from_json('{"b":"q","a":1', 'a int, b int')
from_json('\u0001{"a":1}', 'a int')
select from_json(j, 'a int').a from values ('{"a":1}'), ('{"a":2}'), (null), ('bad') t(j)
from_json('{"a":Infinity}', 'a double')
from_json('{"a":-Infinity}', 'a double')
from_json('{"a":+Infinity}', 'a double')
from_json('{"a":INF}', 'a double')
from_json('{"a":-INF}', 'a double')
from_json('{"a":+INF}', 'a double')
from_json('{"a":-NaN}', 'a double')
from_json('{"a":NaN}', 'a string')
from_json('{"a":-INF}', 'a string')
from_json('{"a":NaN}', 'a decimal(5,2)')
from_json('{"a":NaN}', 'a float')
from_json('null', 'array<int>')
from_json('null', 'map<string,int>')
from_json('{"a":[{"b":1},5,{"b":3}]}', 'a array<struct<b:int>>')
from_json('{"a":[{"b":1},{"b":"x"},{"b":3}],"c":4}', 'a array<struct<b:int>>, c int')
from_json('{"x":{"b":1},"y":{"b":"q"}}', 'map<string,struct<b:int>>')
from_json('{"x":{"b":1},"y":7}', 'map<string,struct<b:int>>')
from_json('{"a":{"x":{"b":1},"y":7}}', 'a map<string,struct<b:int>>')
from_json('{"a":{"b":{"c":1,"d":"x"},"e":2},"f":3}', 'a struct<b:struct<c:int,d:int>,e:int>, f int')
from_json('{"a":{"b":[1,"x"],"e":2},"f":3}', 'a struct<b:array<int>,e:int>, f int')
from_json('{"a":[{"b":[1,"x"],"e":2}],"f":3}', 'a array<struct<b:array<int>,e:int>>, f int')
from_json('{"a":[{"b":[{"q":"x"}],"e":2}],"f":3}', 'a array<struct<b:array<struct<q:int>>,e:int>>, f int')
from_json('{"a":[[{"q":"x"}]],"f":3}', 'a array<array<struct<q:int>>>, f int')
from_json('[[{"q":"x"}]]', 'array<array<struct<q:int>>>')
from_json('{"a":"x"}', 'array<struct<a:int>>')
from_json('[{"a":{"b":"x"}},{"a":{"b":2}}]', 'array<struct<a:struct<b:int>>>')
from_json('{"a":1}', "a int COMMENT 'hello'")
from_json('{"a":1}', 'a int, b array<struct<c:string,d:map<string,double>>>')
from_json('{"a":1}', 'a INTEGER, b LONG, c Short, d byte, e real, f numeric(4,2), g dec, h timestamp_ltz, i char(3)')
from_json('{"a":1}', 'a long')
from_json('{"a":1}', 'a struct<b int>')
from_json('{"a":{"b":1}}', 'a struct<b:int not null>')
from_json('{"a":{"b":1}}', "a struct<b:int comment 'x'>")
from_json('{"date":1,"order":2}', 'date int, order int')
from_json('{"a-b":1}', 'a-b int')
from_json('{"a.b":1}', '`a.b` int')
from_json('{"a":1}', ' a   int ')
from_json('{"a":1}', 'a int;')
from_json('{"a":1}', '`a``b` int')
from_json('{"été":1}', '`été` int')
from_json('{"a":1}', 'ARRAY<STRUCT<a:INT>>')
from_json('{"a":1}', 'Map<String,Int>')
from_json('{"a":1}', 'map<string,array<int>>')
from_json('{"a":1}', 'a int default 5')
from_json('{"a":1}', 'a decimal')
from_json('{"a":1}', 'a decimal(5)')
from_json('{"a":1}', 'a decimal(39,0)')
from_json('{"a":1}', 'a decimal(5,-2)')
from_json('{"a":1}', 'a decimal(3,5)')
from_json('{"a":1e30}', 'a decimal(38,0)')
from_json('{"a":0.00001}', 'a decimal(10,2)')
from_json('{"a":99.995}', 'a decimal(4,2)')
from_json('{"a":"1,234.5"}', 'a decimal(10,2)')
from_json('{"a":" 1"}', 'a decimal(10,2)')
from_json('{"a":"1e2"}', 'a decimal(10,2)')
from_json('{"a":"+5","b":"-5","c":"5."}', 'a decimal(10,2), b decimal(10,2), c decimal(10,2)')
from_json('{"a":"aGk","b":"aGk=\\n","c":"aG k=","d":""}', 'a binary, b binary, c binary, d binary')
from_json('{"a":9999999999999}', 'a timestamp')
from_json('{"a":1.5}', 'a timestamp')
from_json('{"a":-100}', 'a timestamp')
from_json('{"a":1}', 'a date')
from_json('{"a":" 2024-01-02 "}', 'a date')
from_json('{"a":"2024-1-2"}', 'a date')
from_json('{"a":"2024-02-30"}', 'a date')
from_json('{"a":"-5"}', 'a date')
from_json('{"a":"99999999"}', 'a date')
from_json('{"a":"20240102"}', 'a date')
from_json('{"a":"2024-01-02T10:00:00Z"}', 'a date')
from_json('{"a":"2024-01-02T25:00:00Z"}', 'a date')
from_json('{"a":"2024-01-02 junk"}', 'a date')
from_json('{"a":"2024-01-02GMT+02:00"}', 'a timestamp')
from_json('{"a":"2024-01-02 10:30:00 Europe/Paris"}', 'a timestamp')
from_json('{"a":"2024-01-02 10:30:00.1234567"}', 'a timestamp')
from_json('{"a":"now"}', 'a timestamp')
from_json('{"a":"2024-01-02"}', 'a timestamp_ntz')
from_json('{"a":"2024-01-02 10:30:00+01:00"}', 'a timestamp_ntz')
from_json('{"a":"epoch"}', 'a date')
from_json('{"a":"1500-01-01"}', 'a date')
from_json('\uFEFF{"a":1}', 'a int')
from_json('{"a":12345678901234567890123456789012345678901234567890}', 'a string')
from_json('{"a":1.0E+2,"b":1E-7,"c":123456789.123}', 'a string,b string,c string')
from_json('{"a":-0.0}', 'a string')
from_json('{"a":true,"b":null}', 'a string, b string')
from_json('{"a":"x\\"y\\\\z"}', 'a string')
from_json('{"a":{"k":"x\\"y\\u0001\\u00e9/"}}', 'a string')
from_json('{"a":"\\u0000"}', 'a string')
from_json('{"a":"\\ud83d"}', 'a string')
from_json('{"a":"\\u12"}', 'a string')
from_json("{'a':'it\\'s'}", 'a string')
from_json("{'a':'say \"hi\"'}", 'a string')
from_json('{"a":"it''s"}', 'a string')
from_json("{\"a\":\"it's\"}", 'a string')
from_json('{"a":1,"b":{"c":[1,{"d":2}]},"e":5}', 'a int, e int')
from_json('{"a":1,"b":{"c":[1,{"d":tru}]},"e":5}', 'a int, e int')
from_json(' \n\t{"a" : 1 } ', 'a int')
from_json('{"":1}', '`` int')
from_json('{"a":1}', 'a int, _corrupt_record int')
from_json('{"a":"x"}', 'a int, _corrupt_record array<int>')
from_json('[1]', 'a int, _corrupt_record string')
from_json('null', 'a int, _corrupt_record string')
from_json('{"a":"x"}', 'a int, _CORRUPT_RECORD string')
from_json('{"a":"x"}', 'a struct<b:int,_corrupt_record:string>')
from_json('{"a":1}', 'a int', map('mode','permissive'))
from_json('{"a":1}', 'a int', map())
from_json('{"a":1}', 'a int', 5)
select from_json(s, 'a int') from values ('{"a":1}') t(s)
select from_json(upper(s), 'map<string,int>') from values ('{"a":1}') t(s)
select from_json(s, 'a int').a, from_json(s, 'map<string,int>')['a'] from values ('{"a":1}') t(s)
select explode(from_json('[{"a":1},{"a":2}]', 'array<struct<a:int>>'))
from_json('{"a":"2024-02-30 10:00:00"}', 'a timestamp')
from_json('{"a":"2024-01-02 25:00:00"}', 'a timestamp')
from_json('{"a":"2024-02-30"}', 'a timestamp')
from_json('{"a":"2024-02-30T10:00:00"}', 'a timestamp')
from_json('{"a":"2024-02-30 10:00:00"}', 'a timestamp_ntz')
from_json('{"a":"2024-02-30"}', 'a timestamp_ntz')
from_json('{"a":"2024-13-01"}', 'a date')
from_json('{"a":"0-0-0"}', 'a date')
from_json('{"a":" 2024-02-30"}', 'a date')
from_json('{"a":"x2024-02-30"}', 'a date')
from_json('{"a":"2024-02-30"}', 'a date', map('dateFormat','yyyy-MM-dd'))
to_json(named_struct('a', 1, 'b', 'x'))
to_json(named_struct('a', CAST(NULL AS INT), 'b', 'x'))
to_json(named_struct('a', 1), map('ignoreNullFields','false'))
to_json(named_struct('a', cast(null as int)), map('ignoreNullFields','false'))
to_json(named_struct('d', date '2024-02-29', 't', timestamp '2024-02-29 12:34:56.789123', 'n', timestamp_ntz '2024-02-29 12:34:56.5'))
to_json(named_struct('t', timestamp '2024-02-29 12:34:56'))
to_json(named_struct('a', double('NaN'), 'b', double('Infinity'), 'c', float('-Infinity')))
to_json(array(1, 2, null))
to_json(array(named_struct('a', 1), named_struct('a', cast(null as int))))
to_json(map('x', 1, 'y', null))
to_json(map('x', named_struct('a', cast(null as int))))
to_json(map(1, 'a'))
to_json(map(date '2024-01-01', 1))
to_json(map(timestamp '2024-01-01 00:00:00', 1))
to_json(map(1.5, 1))
to_json(map(1.5D, 1))
to_json(map(true, 1))
to_json(named_struct('a', array(), 'b', map(), 'c', array(array(1))))
to_json(named_struct('a', X'6869'))
to_json(named_struct('a', 'x"y\\z\n\t\u0001é/😀'))
to_json(named_struct('a', interval '1' day, 'b', interval '1-2' year to month))
to_json(named_struct('a', interval '1 02:03:04.5' day to second))
to_json(named_struct('a', null))
to_json(array(null))
to_json(array())
to_json(map())
to_json(1)
to_json('a')
to_json(null)
to_json(cast(null as struct<a:int>))
to_json(struct(1, 'x'))
to_json(struct(1 as a, 'x' as b))
to_json(named_struct('a b', 1, 'c"d', 2))
to_json(named_struct('t', timestamp '2024-02-29 12:34:56'), map('timestampFormat','yyyy-MM-dd HH:mm'))
to_json(named_struct('d', date '2024-02-29'), map('dateFormat','dd/MM/yyyy'))
to_json(array(1.0, 2.50))
to_json(array('a', null, 'b'))
to_json(array(date '2024-01-01', null))
to_json(array(array(1, null), null))
to_json(named_struct('a', tinyint(1), 'b', smallint(2), 'c', 3L))
to_json(named_struct('a', named_struct('b', cast(null as int))))
to_json(named_struct('a', array(named_struct('b', cast(null as int), 'c', 1))))
to_json(named_struct('a', map('k', null)))
to_json(named_struct('d', date '0001-01-01', 'e', date '9999-12-31', 'f', date '-0001-01-01'))
to_json(named_struct('d', date '12345-01-01'))
to_json(named_struct('t', timestamp '0001-01-01 00:00:00', 'u', timestamp '1969-12-31 23:59:59.999999'))
to_json(named_struct('a', 123456789012345678901234567890.12))
to_json(from_json('{"a":1}', 'a int, b string'))
to_json(from_json('{"a":1}', 'map<string,int>'))
to_json(named_struct('a', 1, 'a', 2))
to_json(named_struct('A', 1, 'b', -0.0D))
to_json(named_struct('a', cast('\u007f' as string), 'b', '\u2028'))
select to_json(struct(a, b)) from values (1, 'x'), (2, null) t(a, b)
select to_json(collect_list(struct(a, b))) from values (1, 'x'), (2, null) t(a, b)
select to_json(named_struct('a', a)) as j from values (1), (null) t(a)
schema_of_json('{"a":1}')
schema_of_json('{"a":1.5,"b":"x","c":true,"d":null,"e":[1,2.5],"f":{"g":1},"h":[],"i":{}}')
schema_of_json('[{"a":1},{"b":"x"}]')
schema_of_json('[]')
schema_of_json('{}')
schema_of_json('5')
schema_of_json('"x"')
schema_of_json('null')
schema_of_json('')
schema_of_json('bad')
schema_of_json('{"b":1,"a":2}')
schema_of_json('{"a":12345678901234567890}')
schema_of_json('{"a":1e400}')
schema_of_json('{"a":[1,"x"]}')
schema_of_json('{"a":[1,null]}')
schema_of_json('{"a":[{"x":1},{"x":"y"}]}')
schema_of_json('{"a":[1,12345678901234567890]}')
schema_of_json('{"a":[1.5,12345678901234567890]}')
schema_of_json('{"a b":1,"c-d":2,"é":3,"1x":4,"date":5}')
schema_of_json('{"a":"2024-01-01","b":"2024-01-01T00:00:00Z"}')
schema_of_json('{"a":1,"a":"x"}')
schema_of_json('{"a":NaN}')
schema_of_json('{"a":[[1],[2.5]]}')
schema_of_json('{"a":[true,1]}')
schema_of_json('[{"a":1},5]')
schema_of_json('[1,2]')
schema_of_json('{"a":1', map('mode','PERMISSIVE'))
schema_of_json(null)
schema_of_json('{"a":1} x')
schema_of_json('{"a":0.5,"b":12345678901234567890123456789012345678901}')
select schema_of_json(j) from values ('{"a":1}') t(j)

-- from_json of random values and schemas
from_json('""', 'b bigint')
from_json('1.5', 'b map<string,tinyint>')
from_json('["", "NaN"]', 'array<timestamp_ntz>')
from_json('[-3, "2024-01-02", "2024-01-02 03:04:05"]', 'x tinyint')
from_json('[300, []]', 'b struct<b:array<float>,d:array<timestamp_ntz>>, a date')
from_json('[[null, 10000000000.0, {"b": 2, "d": "aGk=", "x": 5000000000}], {"a": "x", "x": [2]}]', 'c map<string,struct<c:binary,a:date>>')
from_json('[]', 'b map<string,struct<x:timestamp_ntz>>, d string')
from_json('[]', 'x struct<c:struct<d:double>,d:tinyint>, a binary, d string, b smallint')
from_json('[{"c": 10000000000.0}]', 'b timestamp_ntz, d map<string,map<string,bigint>>, a array<struct<x:timestamp,b:binary>>')
from_json('[{}} true]', 'c date, d struct<c:binary>, x double, a binary')
from_json('{"a": "1.25", "b": 2}', 'array<array<map<string,string>>>')
from_json('{"a": 10000000000.0}', 'b double')
from_json('{"a": [-3, {"b": 1, "a": 1.5}]}', 'b array<struct<x:string,d:int,b:tinyint>>, d timestamp')
from_json('{"a": {"a"": {"a": true}}, "d": ["NaN", {}, 1.5]}', 'x array<struct<d:boolean,a:string,b:bigint>>, a struct<a:binary>')
from_json('{"b ": 0.1, "a": 300, "d": "1"}', 'map<string,int>')
from_json('{"b": "x", "d": -3, "x": "100", "c": 1.5}', 'a binary, d map<string,boolean>')
from_json('{"b": 300}', 'x timestamp_ntz, c struct<b:struct<b:timestamp_ntz,a:date,x:float>,d:struct<c:timestamp_ntz>>, b timestamp')
from_json('{"b": [{}]}', 'c array<decimal(10,2)>, a map<string,boolean>, d struct<c:tinyint,d:int,a:double>')
from_json('{"b": {"c": {"x": "100"}}}', 'map<string,map<string,date>>')
from_json('{"c": "", "x": 2, "b": [{"c": 2, "d": 300, "x": "aGk="}, null, [null]], "a": 5000000000}', 'd array<int>, c boolean, x map<string,tinyint>')
from_json('{"c": 1, "x": {"a": [2.0], "c": 2}, "a": 1.5}}', 'a binary')
from_json('{"c": 2.0}', 'd decimal(10,2), x double')
from_json('{"c": [{}, 2.0], "a": 5000000"00}', 'b array<struct<a:binary,b:timestamp>>, a date, d map<string,array<timestamp_ntz>>, c binary')
from_json('{"c": {"c": 2}, "b": {"c": "2024-01-02 03:04:05"}, "x": "aGk="}', 'x struct<a:boolean,b:float,d:array<bigint>>, b int, c timestamp, a struct<b:tinyint,x:map<string,date>>')
from_json('{"d": "1", "x": 70000}', 'a tinyint')
from_json('{"d": -3, "x": [["100", 0.1, "x"], "", {"d": -3}]}', 'a int, b tinyint')
from_json('{"d": 5000000000, "c": "2024-01-02"}', 'array<int>')
from_json('{"d": false, "x": ""1', 'x map<string,struct<a:int>>, c array<array<binary>>, b struct<c:smallint,a:string>')
from_json('{"d": {"b": {}, "a": 300}, "x": {"c": [false, "x"], "x": {"c": "x", "a": "1"}}, "b": 0.1, "c": ""}', 'array<array<map<string,boolean>>>')
from_json('{"d": {}}', 'd date')
from_json('{"x": "x"}', 'map<string,decimal(10,2)>')
from_json('{"x": 2}', 'b timestamp_ntz, a struct<x:float>, x map<string,struct<a:timestamp_ntz,d:timestamp>>, d tinyint')
from_json('{"x": [], "a":[ {}}', 'b map<string,array<string>>, x struct<c:date>, d array<bigint>')
from_json('{"x": {"c": {"b": "100", "c": "NaN", "d": -3}, "d": {}}, "c": []}', 'c double, x map<string,int>, a timestamp, b struct<d:date>')
from_json('{}', 'a decimal(10,2)')
from_json('{}', 'c map<string,timestamp>, a smallint, d struct<c:map<string,string>>')

-- lambdas of two parameters, aggregate, maps by functions; stack, inline, grouping_id
transform(array(1,2,3), (x, i) -> x + i)
transform(array('a','b'), (x, i) -> concat(x, i))
transform(array(1,null,3), (x, i) -> x)
transform(cast(null as array<int>), (x, i) -> x + i)
transform(array(), (x, i) -> i)
transform(array(1,2), (x, i) -> named_struct('v', x, 'i', i))
filter(array(1,2,3,4), (x, i) -> i % 2 = 0)
filter(array(1,null,3), (x, i) -> x > 1)
filter(array(1,2), (x, i) -> null)
filter(cast(null as array<int>), (x, i) -> true)
exists(array(1,2,3), x -> x > 2)
exists(array(1,null,3), x -> x > 5)
exists(array(1,null,3), x -> x > 2)
exists(array(), x -> x > 2)
exists(cast(null as array<int>), x -> x > 2)
exists(array(1,2), x -> x)
forall(array(1,2,3), x -> x > 0)
forall(array(1,null,3), x -> x > 0)
forall(array(1,null,-3), x -> x > 0)
forall(array(), x -> x > 2)
forall(cast(null as array<int>), x -> x > 2)
aggregate(array(1,2,3), 0, (acc, x) -> acc + x)
aggregate(array(1,2,3), 0, (acc, x) -> acc + x, acc -> acc * 10)
aggregate(array(1,2,3), 0L, (acc, x) -> acc + x)
aggregate(array(1L,2L,3L), 0, (acc, x) -> acc + x)
aggregate(array(1.5,2.5), 0.0, (acc, x) -> acc + x)
aggregate(array(1.5,2.5), cast(0 as decimal(10,1)), (acc, x) -> cast(acc + x as decimal(10,1)))
aggregate(array(1.5D,2.5D), 0D, (acc, x) -> acc + x, acc -> acc / 2)
aggregate(array('a','b'), '', (acc, x) -> concat(acc, x))
aggregate(array('a','b'), '', (acc, x) -> acc || x, acc -> length(acc))
aggregate(array(1,null,3), 0, (acc, x) -> acc + x)
aggregate(array(1,null,3), 0, (acc, x) -> acc + coalesce(x, 0))
aggregate(array(), 5, (acc, x) -> acc + 1)
aggregate(cast(null as array<int>), 5, (acc, x) -> acc + x)
aggregate(array(1,2), null, (acc, x) -> x)
aggregate(array(1,2), cast(null as int), (acc, x) -> coalesce(acc, 0) + x)
aggregate(array(1,2,3), named_struct('s', 0, 'c', 0), (acc, x) -> named_struct('s', acc.s + x, 'c', acc.c + 1), acc -> acc.s / acc.c)
aggregate(array(1,2,3), array(), (acc, x) -> array_append(acc, x))
aggregate(array(1,2,3), cast(array() as array<int>), (acc, x) -> array_append(acc, x * 2))
reduce(array(1,2,3), 0, (acc, x) -> acc + x)
reduce(array(1,2,3), 0, (acc, x) -> acc + x, acc -> acc * 10)
aggregate(array(1,2,3), 0)
aggregate(array(1,2,3), 0, x -> x)
aggregate(5, 0, (acc, x) -> acc + x)
aggregate(array(1,2), 0, (acc, x) -> acc + x, (a, b) -> a)
zip_with(array(1,2), array(10,20), (x, y) -> x + y)
zip_with(array(1,2,3), array(10), (x, y) -> coalesce(x, 0) + coalesce(y, 0))
zip_with(array(1,2), array('a','b'), (x, y) -> concat(y, x))
zip_with(array(1,2), null, (x, y) -> x)
zip_with(cast(null as array<int>), array(1), (x, y) -> x)
zip_with(array(), array(), (x, y) -> x)
zip_with(array(1), array(2), x -> x)
map_filter(map('a',1,'b',2), (k, v) -> v > 1)
map_filter(map('a',1,'b',null), (k, v) -> v > 0)
map_filter(cast(null as map<string,int>), (k, v) -> v > 0)
map_filter(map(), (k, v) -> true)
map_filter(map(1,2), (k, v) -> k)
transform_keys(map('a',1,'b',2), (k, v) -> concat(k, v))
transform_keys(map('a',1,'b',2), (k, v) -> 'x')
transform_keys(map('a',1), (k, v) -> null)
transform_keys(map('a',1), (k, v) -> cast(null as string))
transform_keys(map(1,'a'), (k, v) -> k + 1)
transform_values(map('a',1,'b',2), (k, v) -> v * 10)
transform_values(map('a',1,'b',null), (k, v) -> coalesce(v, length(k)))
transform_values(map('a',1), (k, v) -> named_struct('k', k, 'v', v))
transform_values(cast(null as map<string,int>), (k, v) -> v)
transform_values(map('a',1), v -> v)
map_zip_with(map(1,'a',2,'b'), map(1,'x',3,'y'), (k, v1, v2) -> concat_ws('-', v1, v2))
map_zip_with(map('a',1), map('a',2.5), (k, v1, v2) -> v1 + v2)
map_zip_with(cast(null as map<int,string>), map(1,'x'), (k, v1, v2) -> v2)
map_zip_with(map(), map(), (k, v1, v2) -> v2)
array_sort(array(3,1,2), (l, r) -> l - r)
array_sort(array(3,1,2), (l, r) -> r - l)
array_sort(array('bb','a','ccc'), (l, r) -> length(l) - length(r))
array_sort(array(3,null,1), (l, r) -> case when l is null and r is null then 0 when l is null then -1 when r is null then 1 when l < r then -1 when l > r then 1 else 0 end)
array_sort(array(3,null,1), (l, r) -> l - r)
array_sort(array(3,1), (l, r) -> l < r)
array_sort(array(3L,1L), (l, r) -> l - r)
array_sort(array(3), (l, r) -> null)
array_sort(array(), (l, r) -> 1)
array_sort(cast(null as array<int>), (l, r) -> l - r)
array_sort(array(named_struct('a',2,'b','x'), named_struct('a',1,'b','y')), (l, r) -> l.a - r.a)
array_sort(array(5,4,3,2,1,5,4,3), (l, r) -> cast(signum(r - l) as int))
array_sort(array(1,2), x -> x)
map_from_entries(array(struct(1,'a'), struct(2,'b')))
map_from_entries(array(struct(1,'a'), null))
map_from_entries(cast(null as array<struct<a:int,b:int>>))
map_from_entries(array())
map_from_entries(array(struct(1,'a'), struct(1,'b')))
map_from_entries(array(struct(null,'a')))
map_from_entries(array(1))
map_from_entries(array(named_struct('k', 'a', 'v', null)))
str_to_map('a=1;b', ';', '=')
select id, aggregate(a, 0, (acc, x) -> acc + x * id) from values (1, array(1,2)), (2, array(3)), (3, null), (4, array()) t(id, a)
select id, transform(a, (x, i) -> x * id + i) from values (1, array(1,2)), (2, array(3)), (3, null), (4, array()) t(id, a)
select id, filter(a, (x, i) -> x > id or i = 0) from values (1, array(1,2)), (2, array(3,1)), (3, null), (4, array()) t(id, a)
select id, exists(a, x -> x > id), forall(a, x -> x > id) from values (1, array(1,2)), (2, array(3)), (3, null), (4, array()) t(id, a)
select id, zip_with(a, b, (x, y) -> x * id + y) from values (1, array(1,2), array(5)), (2, array(3), array(1,2)), (3, null, array(1)) t(id, a, b)
select id, array_sort(a, (l, r) -> (l - r) * id) from values (1, array(3,1,2)), (-1, array(3,1,2)), (3, null) t(id, a)
select id, map_filter(m, (k, v) -> v > id), transform_values(m, (k, v) -> v + id), transform_keys(m, (k, v) -> k || id) from values (1, map('a',1,'b',2)), (2, map('c',3)), (3, null) t(id, m)
select transform(array(array(1,2),array(3)), (x, i) -> aggregate(x, 0, (acc, y) -> acc + y) + i)
select transform(array(1,2), x -> transform(array(10,20), (y, i) -> x + y + i))
select aggregate(transform(sequence(1, 10), x -> x * x), 0, (a, b) -> a + b)
select aggregate(filter(split('1,2,x,4', ','), x -> x rlike '^[0-9]+$'), 0, (a, x) -> a + int(x))
select aggregate(collect_list(x), 0, (a, b) -> a + b) from values (1), (2), (3) t(x)
select k, aggregate(collect_list(x), cast(0 as bigint), (a, b) -> a + b) from values ('a',1L), ('b',2L), ('a',3L) t(k,x) group by k order by k
select exists(array(1,2), x -> x = 2), exists (select 1 from values (1) t(a) where a = 1)
select * from values (array(1,2)), (array(3)) t(a) where exists(a, x -> x = 3)
select * from values (1), (2) t(a) where exists (select 1 from values (2) u(b) where b = a)
select * from values (1), (2) t(a) where not exists(select 1 from values (2) u(b) where b = a)
stack(2, 1, 2, 3, 4)
select stack(2, 1, 2, 3)
select stack(3, 'a', 1, 'b', 2, 'c', 3) as (k, v)
select stack(2, 'a', a, 'b', b) as (k, v) from values (1, 2), (3, 4) t(a, b)
select id, stack(2, 'a', a, 'b', b) as (k, v) from values (1, 1, 2), (2, 3, null) t(id, a, b)
select t.id, s.k, s.v from values (1, 1, 2), (2, 3, 4) t(id, a, b) lateral view stack(2, 'a', a, 'b', b) s as k, v
select * from values (1, 1, 2) t(id, a, b) lateral view stack(2, 'a', a, 'b', b) s as k, v
select * from values (1, 1, 2) t(id, a, b) lateral view stack(2, 'a', a, 'b', b) s
select stack(2, 1, 'a')
select stack(2, 1, 2L)
select stack(2, 1, null)
select stack(2, null, 1)
select stack(1, 1, 2, 3)
select stack(0, 1)
select stack(-1, 1)
select stack(5, 1, 2)
select stack(2)
select stack(2, 1, 2) as x
select stack(2, 1, 2, 3, 4) as (a)
select inline(array(struct(1, 'a'), struct(2, 'b')))
select inline(array(named_struct('x', 1, 'y', 'a'), named_struct('x', 2, 'y', 'b'))) as (p, q)
select inline(array(named_struct('x', 1), null))
select inline(cast(null as array<struct<a:int,b:string>>))
select inline_outer(cast(null as array<struct<a:int,b:string>>))
select inline_outer(cast(array() as array<struct<a:int,b:string>>))
select inline(array(1))
select inline(array())
select id, inline(a) from values (1, array(struct(1, 'a'), struct(2, 'b'))), (2, null) t(id, a)
select id, inline_outer(a) from values (1, array(struct(1, 'a'), struct(2, 'b'))), (2, null) t(id, a)
select id, c.* from values (1, array(struct(1, 'a'))) t(id, a) lateral view inline(a) c as x, y
select id, x, y from values (1, array(named_struct('x', 1, 'y', 'a'))), (2, null) t(id, a) lateral view outer inline(a) c as x, y
select id, x, y from values (1, array(named_struct('x', 1, 'y', 'a'))), (2, null) t(id, a) lateral view outer inline(a) c
select *, explode(array(1,2)) as e from values (1) t(a)
select *, inline(array(struct(1,2))) from values (1) t(a)
select a, inline(from_json(j, 'array<struct<x:int,y:string>>')) from values (1, '[{"x":1,"y":"q"},{"x":2}]') t(a, j)
select k, grouping_id(), count(*) from values ('a', 1), ('b', 2) t(k, v) group by k with rollup order by k
select k, v, grouping_id(), count(*) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k, v) order by 1, 2
select k, v, grouping_id() as g, count(*) from values ('a', 1), ('b', 2) t(k, v) group by cube(k, v) order by 1, 2, 3
select k, v, grouping_id(k, v) as g from values ('a', 1), ('b', 2) t(k, v) group by cube(k, v) order by 1, 2, 3
select k, v, grouping_id(v, k) as g from values ('a', 1), ('b', 2) t(k, v) group by cube(k, v) order by 1, 2, 3
select k, v, grouping_id(k) as g from values ('a', 1), ('b', 2) t(k, v) group by cube(k, v) order by 1, 2, 3
select k, v, grouping_id() as g from values ('a', 1), ('b', 2) t(k, v) group by grouping sets ((k, v), (v), ()) order by 1, 2, 3
select k, v, grouping_id() as g from values ('a', 1), ('b', 2) t(k, v) group by grouping sets ((v), (k)) order by 1, 2, 3
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) having grouping_id() = 1
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) having grouping(k) = 1
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) order by grouping_id(), k
select k, grouping(k) from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) order by grouping(k), k
select k, grouping_id() from values ('a', 1) t(k, v) group by k
select k, case when grouping_id() = 0 then 'row' else 'total' end from values ('a', 1), ('b', 2) t(k, v) group by rollup(k) order by 1, 2
select upper(k), grouping(upper(k)), grouping_id() from values ('a', 1), ('b', 2) t(k, v) group by cube(upper(k)) order by 1, 2
select k, v, w, grouping_id() g from values ('a', 1, 2) t(k, v, w) group by k, rollup(v, w) order by 1, 2, 3
transform(array(named_struct('f', 1), named_struct('f', 2)), x -> x.f)
transform(array(named_struct('f', named_struct('g', 5))), x -> x.f.g + 1)
filter(array(named_struct('f', 1), named_struct('f', 2)), x -> x.f > 1)
transform(array(map('a', 1)), x -> x['a'])
transform(array(named_struct('f', array(1,2))), x -> transform(x.f, y -> y + 1))
transform(array(named_struct('f', 1)), x -> transform(array(named_struct('f', 9)), x -> x.f))
select transform(a, t -> t.x + t2.b) from values (array(named_struct('x', 1)), 5) t2(a, b)
select transform(a, x -> x + t.b) from values (array(1,2), 5) t(a, b)
select explode(array(1,2)) as e, * from values (1) t(a)
select *, explode(array(1,2)) as e from (select 1 as a) x join (select 2 as b) y on true
select explode(s) from values (array(array(1,2))) t(a) lateral view explode(a) u as s
select * from values (array(array(1,2))) t(a) lateral view explode(a) u as s lateral view explode(s) w as r
select *, explode(s) as z from values (array(array(1,2))) t(a) lateral view explode(a) u as s

-- approx_count_distinct, and hashes of what holds others
select approx_count_distinct(if(id < 0, id, null)), approx_count_distinct(if(id < 1, id, null)), approx_count_distinct(if(id < 2, id, null)), approx_count_distinct(if(id < 10, id, null)), approx_count_distinct(if(id < 37, id, null)), approx_count_distinct(if(id < 100, id, null)), approx_count_distinct(if(id < 255, id, null)), approx_count_distinct(if(id < 500, id, null)), approx_count_distinct(if(id < 1000, id, null)), approx_count_distinct(if(id < 1500, id, null)), approx_count_distinct(if(id < 2000, id, null)), approx_count_distinct(if(id < 2500, id, null)), approx_count_distinct(if(id < 3000, id, null)), approx_count_distinct(if(id < 5000, id, null)), approx_count_distinct(if(id < 10000, id, null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(id as int), null)), approx_count_distinct(if(id < 1, cast(id as int), null)), approx_count_distinct(if(id < 2, cast(id as int), null)), approx_count_distinct(if(id < 10, cast(id as int), null)), approx_count_distinct(if(id < 37, cast(id as int), null)), approx_count_distinct(if(id < 100, cast(id as int), null)), approx_count_distinct(if(id < 255, cast(id as int), null)), approx_count_distinct(if(id < 500, cast(id as int), null)), approx_count_distinct(if(id < 1000, cast(id as int), null)), approx_count_distinct(if(id < 1500, cast(id as int), null)), approx_count_distinct(if(id < 2000, cast(id as int), null)), approx_count_distinct(if(id < 2500, cast(id as int), null)), approx_count_distinct(if(id < 3000, cast(id as int), null)), approx_count_distinct(if(id < 5000, cast(id as int), null)), approx_count_distinct(if(id < 10000, cast(id as int), null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(id as string), null)), approx_count_distinct(if(id < 1, cast(id as string), null)), approx_count_distinct(if(id < 2, cast(id as string), null)), approx_count_distinct(if(id < 10, cast(id as string), null)), approx_count_distinct(if(id < 37, cast(id as string), null)), approx_count_distinct(if(id < 100, cast(id as string), null)), approx_count_distinct(if(id < 255, cast(id as string), null)), approx_count_distinct(if(id < 500, cast(id as string), null)), approx_count_distinct(if(id < 1000, cast(id as string), null)), approx_count_distinct(if(id < 1500, cast(id as string), null)), approx_count_distinct(if(id < 2000, cast(id as string), null)), approx_count_distinct(if(id < 2500, cast(id as string), null)), approx_count_distinct(if(id < 3000, cast(id as string), null)), approx_count_distinct(if(id < 5000, cast(id as string), null)), approx_count_distinct(if(id < 10000, cast(id as string), null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(id as double), null)), approx_count_distinct(if(id < 1, cast(id as double), null)), approx_count_distinct(if(id < 2, cast(id as double), null)), approx_count_distinct(if(id < 10, cast(id as double), null)), approx_count_distinct(if(id < 37, cast(id as double), null)), approx_count_distinct(if(id < 100, cast(id as double), null)), approx_count_distinct(if(id < 255, cast(id as double), null)), approx_count_distinct(if(id < 500, cast(id as double), null)), approx_count_distinct(if(id < 1000, cast(id as double), null)), approx_count_distinct(if(id < 1500, cast(id as double), null)), approx_count_distinct(if(id < 2000, cast(id as double), null)), approx_count_distinct(if(id < 2500, cast(id as double), null)), approx_count_distinct(if(id < 3000, cast(id as double), null)), approx_count_distinct(if(id < 5000, cast(id as double), null)), approx_count_distinct(if(id < 10000, cast(id as double), null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 1, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 2, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 10, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 37, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 100, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 255, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 500, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 1000, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 1500, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 2000, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 2500, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 3000, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 5000, cast(id as decimal(20,2)), null)), approx_count_distinct(if(id < 10000, cast(id as decimal(20,2)), null)) from range(10000)
select approx_count_distinct(if(id < 0, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 1, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 2, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 10, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 37, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 100, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 255, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 500, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 1000, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 1500, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 2000, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 2500, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 3000, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 5000, date_add(date '1970-01-01', cast(id as int)), null)), approx_count_distinct(if(id < 10000, date_add(date '1970-01-01', cast(id as int)), null)) from range(10000)
select approx_count_distinct(if(id < 0, timestamp_seconds(id), null)), approx_count_distinct(if(id < 1, timestamp_seconds(id), null)), approx_count_distinct(if(id < 2, timestamp_seconds(id), null)), approx_count_distinct(if(id < 10, timestamp_seconds(id), null)), approx_count_distinct(if(id < 37, timestamp_seconds(id), null)), approx_count_distinct(if(id < 100, timestamp_seconds(id), null)), approx_count_distinct(if(id < 255, timestamp_seconds(id), null)), approx_count_distinct(if(id < 500, timestamp_seconds(id), null)), approx_count_distinct(if(id < 1000, timestamp_seconds(id), null)), approx_count_distinct(if(id < 1500, timestamp_seconds(id), null)), approx_count_distinct(if(id < 2000, timestamp_seconds(id), null)), approx_count_distinct(if(id < 2500, timestamp_seconds(id), null)), approx_count_distinct(if(id < 3000, timestamp_seconds(id), null)), approx_count_distinct(if(id < 5000, timestamp_seconds(id), null)), approx_count_distinct(if(id < 10000, timestamp_seconds(id), null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 1, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 2, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 10, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 37, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 100, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 255, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 500, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 1000, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 1500, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 2000, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 2500, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 3000, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 5000, cast(cast(id as string) as binary), null)), approx_count_distinct(if(id < 10000, cast(cast(id as string) as binary), null)) from range(10000)
select approx_count_distinct(if(id < 0, id % 2 = 0, null)), approx_count_distinct(if(id < 1, id % 2 = 0, null)), approx_count_distinct(if(id < 2, id % 2 = 0, null)), approx_count_distinct(if(id < 10, id % 2 = 0, null)), approx_count_distinct(if(id < 37, id % 2 = 0, null)), approx_count_distinct(if(id < 100, id % 2 = 0, null)), approx_count_distinct(if(id < 255, id % 2 = 0, null)), approx_count_distinct(if(id < 500, id % 2 = 0, null)), approx_count_distinct(if(id < 1000, id % 2 = 0, null)), approx_count_distinct(if(id < 1500, id % 2 = 0, null)), approx_count_distinct(if(id < 2000, id % 2 = 0, null)), approx_count_distinct(if(id < 2500, id % 2 = 0, null)), approx_count_distinct(if(id < 3000, id % 2 = 0, null)), approx_count_distinct(if(id < 5000, id % 2 = 0, null)), approx_count_distinct(if(id < 10000, id % 2 = 0, null)) from range(10000)
select approx_count_distinct(if(id < 0, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 1, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 2, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 10, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 37, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 100, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 255, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 500, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 1000, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 1500, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 2000, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 2500, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 3000, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 5000, cast(id % 100 as tinyint), null)), approx_count_distinct(if(id < 10000, cast(id % 100 as tinyint), null)) from range(10000)
select approx_count_distinct(if(id < 0, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 1, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 2, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 10, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 37, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 100, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 255, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 500, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 1000, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 1500, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 2000, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 2500, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 3000, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 5000, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)), approx_count_distinct(if(id < 10000, concat('value number ', id, ' of a long text that has more than thirty-two bytes'), null)) from range(10000)
select approx_count_distinct(if(id < 0, array(id, id+1), null)), approx_count_distinct(if(id < 1, array(id, id+1), null)), approx_count_distinct(if(id < 2, array(id, id+1), null)), approx_count_distinct(if(id < 10, array(id, id+1), null)), approx_count_distinct(if(id < 37, array(id, id+1), null)), approx_count_distinct(if(id < 100, array(id, id+1), null)), approx_count_distinct(if(id < 255, array(id, id+1), null)), approx_count_distinct(if(id < 500, array(id, id+1), null)), approx_count_distinct(if(id < 1000, array(id, id+1), null)), approx_count_distinct(if(id < 1500, array(id, id+1), null)), approx_count_distinct(if(id < 2000, array(id, id+1), null)), approx_count_distinct(if(id < 2500, array(id, id+1), null)), approx_count_distinct(if(id < 3000, array(id, id+1), null)), approx_count_distinct(if(id < 5000, array(id, id+1), null)), approx_count_distinct(if(id < 10000, array(id, id+1), null)) from range(10000)
select approx_count_distinct(if(id < 0, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 1, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 2, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 10, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 37, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 100, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 255, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 500, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 1000, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 1500, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 2000, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 2500, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 3000, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 5000, named_struct('a', id, 'b', cast(id as string)), null)), approx_count_distinct(if(id < 10000, named_struct('a', id, 'b', cast(id as string)), null)) from range(10000)
select approx_count_distinct(if(id < 0, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 1, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 2, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 10, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 37, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 100, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 255, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 500, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 1000, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 1500, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 2000, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 2500, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 3000, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 5000, if(id % 3 = 0, null, id), null)), approx_count_distinct(if(id < 10000, if(id % 3 = 0, null, id), null)) from range(10000)
select approx_count_distinct(if(id < 0, id, null), 0.39), approx_count_distinct(if(id < 1, id, null), 0.39), approx_count_distinct(if(id < 10, id, null), 0.39), approx_count_distinct(if(id < 100, id, null), 0.39), approx_count_distinct(if(id < 1000, id, null), 0.39), approx_count_distinct(if(id < 2500, id, null), 0.39), approx_count_distinct(if(id < 20000, id, null), 0.39), approx_count_distinct(if(id < 40000, id, null), 0.39) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.3), approx_count_distinct(if(id < 1, id, null), 0.3), approx_count_distinct(if(id < 10, id, null), 0.3), approx_count_distinct(if(id < 100, id, null), 0.3), approx_count_distinct(if(id < 1000, id, null), 0.3), approx_count_distinct(if(id < 2500, id, null), 0.3), approx_count_distinct(if(id < 20000, id, null), 0.3), approx_count_distinct(if(id < 40000, id, null), 0.3) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.25), approx_count_distinct(if(id < 1, id, null), 0.25), approx_count_distinct(if(id < 10, id, null), 0.25), approx_count_distinct(if(id < 100, id, null), 0.25), approx_count_distinct(if(id < 1000, id, null), 0.25), approx_count_distinct(if(id < 2500, id, null), 0.25), approx_count_distinct(if(id < 20000, id, null), 0.25), approx_count_distinct(if(id < 40000, id, null), 0.25) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.2), approx_count_distinct(if(id < 1, id, null), 0.2), approx_count_distinct(if(id < 10, id, null), 0.2), approx_count_distinct(if(id < 100, id, null), 0.2), approx_count_distinct(if(id < 1000, id, null), 0.2), approx_count_distinct(if(id < 2500, id, null), 0.2), approx_count_distinct(if(id < 20000, id, null), 0.2), approx_count_distinct(if(id < 40000, id, null), 0.2) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.15), approx_count_distinct(if(id < 1, id, null), 0.15), approx_count_distinct(if(id < 10, id, null), 0.15), approx_count_distinct(if(id < 100, id, null), 0.15), approx_count_distinct(if(id < 1000, id, null), 0.15), approx_count_distinct(if(id < 2500, id, null), 0.15), approx_count_distinct(if(id < 20000, id, null), 0.15), approx_count_distinct(if(id < 40000, id, null), 0.15) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.1), approx_count_distinct(if(id < 1, id, null), 0.1), approx_count_distinct(if(id < 10, id, null), 0.1), approx_count_distinct(if(id < 100, id, null), 0.1), approx_count_distinct(if(id < 1000, id, null), 0.1), approx_count_distinct(if(id < 2500, id, null), 0.1), approx_count_distinct(if(id < 20000, id, null), 0.1), approx_count_distinct(if(id < 40000, id, null), 0.1) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.05), approx_count_distinct(if(id < 1, id, null), 0.05), approx_count_distinct(if(id < 10, id, null), 0.05), approx_count_distinct(if(id < 100, id, null), 0.05), approx_count_distinct(if(id < 1000, id, null), 0.05), approx_count_distinct(if(id < 2500, id, null), 0.05), approx_count_distinct(if(id < 20000, id, null), 0.05), approx_count_distinct(if(id < 40000, id, null), 0.05) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.03), approx_count_distinct(if(id < 1, id, null), 0.03), approx_count_distinct(if(id < 10, id, null), 0.03), approx_count_distinct(if(id < 100, id, null), 0.03), approx_count_distinct(if(id < 1000, id, null), 0.03), approx_count_distinct(if(id < 2500, id, null), 0.03), approx_count_distinct(if(id < 20000, id, null), 0.03), approx_count_distinct(if(id < 40000, id, null), 0.03) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.05D), approx_count_distinct(if(id < 1, id, null), 0.05D), approx_count_distinct(if(id < 10, id, null), 0.05D), approx_count_distinct(if(id < 100, id, null), 0.05D), approx_count_distinct(if(id < 1000, id, null), 0.05D), approx_count_distinct(if(id < 2500, id, null), 0.05D), approx_count_distinct(if(id < 20000, id, null), 0.05D), approx_count_distinct(if(id < 40000, id, null), 0.05D) from range(40000)
select approx_count_distinct(if(id < 0, id, null), 0.1BD), approx_count_distinct(if(id < 1, id, null), 0.1BD), approx_count_distinct(if(id < 10, id, null), 0.1BD), approx_count_distinct(if(id < 100, id, null), 0.1BD), approx_count_distinct(if(id < 1000, id, null), 0.1BD), approx_count_distinct(if(id < 2500, id, null), 0.1BD), approx_count_distinct(if(id < 20000, id, null), 0.1BD), approx_count_distinct(if(id < 40000, id, null), 0.1BD) from range(40000)
select approx_count_distinct(id, 0.02) from range(1)
select approx_count_distinct(id, 0.02) from range(100)
select approx_count_distinct(id, 0.02) from range(5000)
select approx_count_distinct(id, 0.02) from range(40000)
select approx_count_distinct(id, 0.01) from range(1)
select approx_count_distinct(id, 0.01) from range(100)
select approx_count_distinct(id, 0.01) from range(5000)
select approx_count_distinct(id, 0.01) from range(40000)
select approx_count_distinct(id) from range(100000)
select approx_count_distinct(x) from values (1), (1), (2), (null) t(x)
select approx_count_distinct(null)
select approx_count_distinct(x, 0.4) from values (1) t(x)
select approx_count_distinct(x, 0) from values (1) t(x)
select approx_count_distinct(x, 1) from values (1) t(x)
select approx_count_distinct(x, '0.05') from values (1) t(x)
select approx_count_distinct(x, null) from values (1) t(x)
select approx_count_distinct(x, x) from values (1) t(x)
select approx_count_distinct() from values (1) t(x)
select approx_count_distinct(distinct x) from values (1),(1),(2) t(x)
select approx_count_distinct(x) filter (where x > 1) from values (1),(1),(2) t(x)
select k, approx_count_distinct(x) from values ('a',1),('a',2),('b',1) t(k,x) group by k order by k
select k, approx_count_distinct(x) over (partition by k) from values ('a',1),('a',2),('b',1) t(k,x) order by k, x
select k, approx_count_distinct(x) over (order by x) from values ('a',1),('a',2),('b',1) t(k,x) order by x, k
select approx_count_distinct(x) from values (0.0D), (-0.0D), (double('NaN')), (double('NaN')) t(x)
select approx_count_distinct(x), approx_count_distinct(x, 0.1) from values (1) t(x)
select approx_count_distinct(a, b, c) from values (1,2,3) t(a,b,c)
select approx_count_distinct(x) from values (interval '1' day), (interval '2' day) t(x)
select approx_count_distinct(1.5), approx_count_distinct('a')
select count(*) - approx_count_distinct(id) from range(700)
select approx_count_distinct(id) from (select id from range(3000) union all select id + 1500 from range(3000))
xxhash64(array(1,2,null))
hash(array(1,2,null), named_struct('a',1,'b','x'))
xxhash64(named_struct('a',array(1.5,2.5)))
hash(array())
hash(cast(null as array<int>))
hash(map(1,2))
xxhash64(interval '1' day)
hash(interval '1-2' year to month)
hash(interval '1 02:03:04' day to second)
hash(array(array('a'),null))
select approx_count_distinct(if(id < 701, id * 7919 + 700, null)), approx_count_distinct(if(id < 726, id * 7919 + 700, null)), approx_count_distinct(if(id < 751, id * 7919 + 700, null)), approx_count_distinct(if(id < 776, id * 7919 + 700, null)), approx_count_distinct(if(id < 801, id * 7919 + 700, null)), approx_count_distinct(if(id < 826, id * 7919 + 700, null)), approx_count_distinct(if(id < 851, id * 7919 + 700, null)), approx_count_distinct(if(id < 876, id * 7919 + 700, null)), approx_count_distinct(if(id < 901, id * 7919 + 700, null)), approx_count_distinct(if(id < 926, id * 7919 + 700, null)), approx_count_distinct(if(id < 951, id * 7919 + 700, null)), approx_count_distinct(if(id < 976, id * 7919 + 700, null)), approx_count_distinct(if(id < 1001, id * 7919 + 700, null)), approx_count_distinct(if(id < 1026, id * 7919 + 700, null)) from range(5000)
select approx_count_distinct(if(id < 1751, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1776, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1801, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1826, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1851, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1876, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1901, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1926, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1951, id * 7919 + 1750, null)), approx_count_distinct(if(id < 1976, id * 7919 + 1750, null)), approx_count_distinct(if(id < 2001, id * 7919 + 1750, null)), approx_count_distinct(if(id < 2026, id * 7919 + 1750, null)), approx_count_distinct(if(id < 2051, id * 7919 + 1750, null)), approx_count_distinct(if(id < 2076, id * 7919 + 1750, null)) from range(5000)
select approx_count_distinct(if(id < 2801, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2826, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2851, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2876, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2901, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2926, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2951, id * 7919 + 2800, null)), approx_count_distinct(if(id < 2976, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3001, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3026, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3051, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3076, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3101, id * 7919 + 2800, null)), approx_count_distinct(if(id < 3126, id * 7919 + 2800, null)) from range(5000)
select approx_count_distinct(if(id < 3851, id * 7919 + 3850, null)), approx_count_distinct(if(id < 3876, id * 7919 + 3850, null)), approx_count_distinct(if(id < 3901, id * 7919 + 3850, null)), approx_count_distinct(if(id < 3926, id * 7919 + 3850, null)), approx_count_distinct(if(id < 3951, id * 7919 + 3850, null)), approx_count_distinct(if(id < 3976, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4001, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4026, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4051, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4076, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4101, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4126, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4151, id * 7919 + 3850, null)), approx_count_distinct(if(id < 4176, id * 7919 + 3850, null)) from range(5000)

-- names of lambda parameters in any case
select EXISTS(array(1,2), X -> x = 2)
transform(array(1,2), X -> x + X)

-- array_sort by functions, also such as contradict themselves
array_sort(array(3,1,2), (l, r) -> 1)
array_sort(array(3,1,2), (l, r) -> 0)
array_sort(array(3,1,2), (l, r) -> case when l<r then -1 else 1 end)
array_sort(array(3,1,2), (l, r) -> case when l<=r then -1 else 1 end)
array_sort(array(3,1,2), (l, r) -> case when l%3<r%3 then -1 when l%3>r%3 then 1 else 0 end)
array_sort(array(3,1,2), (l, r) -> case when l%2=0 then -1 else 1 end)
array_sort(array(3,1,2), (l, r) -> l-r)
array_sort(array(3,1,2), (l, r) -> case when l is null then 1 when r is null then -1 else l-r end)
array_sort(array(3,1,2), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(array(3,1,2), (l, r) -> if(l<r,-2147483648,2147483647))
array_sort(array(5,null,3,null,1), (l, r) -> 0)
array_sort(array(5,null,3,null,1), (l, r) -> null)
array_sort(array(5,null,3,null,1), (l, r) -> case when l<r then -1 else 1 end)
array_sort(array(5,null,3,null,1), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(array(5,null,3,null,1), (l, r) -> r-l)
array_sort(array(5,null,3,null,1), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(array(5,null,3,null,1), (l, r) -> pmod(l*7+r*3,3)-1)
array_sort(array(5,null,3,null,1), (l, r) -> pmod(l*l+r*5,5)-2)
array_sort(array(5,null,3,null,1), (l, r) -> case when l<r then 1 when l=r then 0 end)
array_sort(array(5,null,3,null,1), (l, r) -> if(l<r,-2147483648,2147483647))
array_sort(array('b','a','é','z'), (l, r) -> -1)
array_sort(array('b','a','é','z'), (l, r) -> 0)
array_sort(sequence(1,31), (l, r) -> 1)
array_sort(sequence(1,31), (l, r) -> case when l<=r then -1 else 1 end)
array_sort(sequence(1,31), (l, r) -> case when l%2=0 then -1 else 1 end)
array_sort(sequence(1,31), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(sequence(1,31), (l, r) -> case when l is null then 1 when r is null then -1 else l-r end)
array_sort(sequence(1,31), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(sequence(1,31), (l, r) -> pmod(l*7+r*3,3)-1)
array_sort(sequence(1,31), (l, r) -> pmod(l*l+r*5,5)-2)
array_sort(sequence(1,31), (l, r) -> cast(sign(r-l) as int))
array_sort(sequence(1,32), (l, r) -> 1)
array_sort(sequence(1,32), (l, r) -> 0)
array_sort(sequence(1,32), (l, r) -> case when l>r then -1 else 1 end)
array_sort(sequence(1,32), (l, r) -> case when l%3<r%3 then -1 when l%3>r%3 then 1 else 0 end)
array_sort(sequence(1,32), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(sequence(1,32), (l, r) -> l-r)
array_sort(sequence(1,32), (l, r) -> r-l)
array_sort(sequence(1,32), (l, r) -> case when l is null or r is null then 0 else r-l end)
array_sort(sequence(1,32), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(sequence(1,32), (l, r) -> pmod(l*l+r*5,5)-2)
array_sort(sequence(1,32), (l, r) -> cast(sign(r-l) as int))
array_sort(sequence(1,32), (l, r) -> if(l<r,-2147483648,2147483647))
array_sort(sequence(1,33), (l, r) -> case when l>r then -1 else 1 end)
array_sort(sequence(1,33), (l, r) -> case when l%2=0 then -1 else 1 end)
array_sort(sequence(1,33), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(sequence(1,33), (l, r) -> case when l is null or r is null then 0 else r-l end)
array_sort(sequence(1,33), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(sequence(1,33), (l, r) -> pmod(l*l+r*5,5)-2)
array_sort(sequence(1,33), (l, r) -> cast(sign(r-l) as int))
array_sort(sequence(40,1), (l, r) -> 1)
array_sort(sequence(40,1), (l, r) -> 0)
array_sort(sequence(40,1), (l, r) -> case when l<r then -1 else 1 end)
array_sort(sequence(40,1), (l, r) -> case when l<=r then -1 else 1 end)
array_sort(sequence(40,1), (l, r) -> case when l%2=0 then -1 else 1 end)
array_sort(sequence(40,1), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(sequence(40,1), (l, r) -> r-l)
array_sort(sequence(40,1), (l, r) -> case when l is null then 1 when r is null then -1 else l-r end)
array_sort(sequence(40,1), (l, r) -> case when l is null or r is null then 0 else r-l end)
array_sort(sequence(40,1), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(sequence(40,1), (l, r) -> pmod(l*l+r*5,5)-2)
array_sort(sequence(40,1), (l, r) -> case when abs(l-r)<3 then 0 else l-r end)
array_sort(sequence(40,1), (l, r) -> cast(sign(r-l) as int))
array_sort(sequence(1,100), (l, r) -> case when l%3<r%3 then -1 when l%3>r%3 then 1 else 0 end)
array_sort(transform(sequence(1,70), i -> (i*37)%23), (l, r) -> case when l<r then 1 when l=r then 0 end)
array_sort(transform(sequence(1,200), i -> (i*7919)%101), (l, r) -> r-l)
array_sort(transform(sequence(1,200), i -> (i*7919)%101), (l, r) -> pmod(l*7+r*3,3)-1)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> -1)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> null)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when l<r then -1 when l>r then 1 else 0 end)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when l>r then -1 else 1 end)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> l-r)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when l is null then 1 when r is null then -1 else l-r end)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> pmod(l*7+r*3,3)-1)
array_sort(transform(sequence(1,64), i -> if(i%5=0,null,(i*13)%17)), (l, r) -> case when l<r then 1 when l=r then 0 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> 0)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l<r then -1 else 1 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l<=r then -1 else 1 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l>r then -1 else 1 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l%2=0 then -1 else 1 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when (l*r)%3=0 then -1 when (l+r)%5=1 then 1 else 0 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> r-l)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l is null then 1 when r is null then -1 else l-r end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l is null or r is null then 0 else r-l end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l<r then -1 when l>r then 1 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> pmod(l*7+r*3,3)-1)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> case when l<r then 1 when l=r then 0 end)
array_sort(flatten(array(sequence(1,50),sequence(20,90),sequence(100,10))), (l, r) -> if(l<r,-2147483648,2147483647))
array_sort(transform(sequence(1,40), i -> struct(i%3 as a,i as b)), (l, r) -> l.a-r.a)
array_sort(transform(sequence(1,40), i -> struct(i%3 as a,i as b)), (l, r) -> r.a-l.a)
array_sort(transform(sequence(1,40), i -> struct(i%3 as a,i as b)), (l, r) -> 1)
array_sort(transform(sequence(1,33), i -> (i*640+32)%203), (l, r) -> pmod(l*45+r*48,3)-2)
array_sort(transform(sequence(1,33), i -> (i*670+67)%34), (l, r) -> pmod(l*30+r*50,3)-3)
array_sort(transform(sequence(1,33), i -> (i*968+31)%46), (l, r) -> pmod(l*11+r*8,3)-4)
array_sort(transform(sequence(1,33), i -> (i*224+52)%163), (l, r) -> pmod(l*12+r*50,7)-4)
array_sort(transform(sequence(1,33), i -> (i*401+20)%56), (l, r) -> pmod(l*9+r*40,11)-2)
array_sort(transform(sequence(1,33), i -> (i*635+56)%84), (l, r) -> pmod(l*9+r*1,11)-3)
array_sort(transform(sequence(1,33), i -> (i*998+0)%127), (l, r) -> pmod(l*50+r*14,11)-4)
array_sort(transform(sequence(1,50), i -> (i*212+23)%120), (l, r) -> pmod(l*25+r*20,3)-4)
array_sort(transform(sequence(1,50), i -> (i*603+0)%193), (l, r) -> pmod(l*5+r*20,7)-4)
array_sort(transform(sequence(1,50), i -> (i*366+39)%266), (l, r) -> pmod(l*45+r*21,11)-2)
array_sort(transform(sequence(1,50), i -> (i*192+61)%261), (l, r) -> pmod(l*46+r*12,11)-3)
array_sort(transform(sequence(1,64), i -> (i*868+51)%29), (l, r) -> pmod(l*36+r*27,3)-2)
array_sort(transform(sequence(1,64), i -> (i*727+23)%120), (l, r) -> pmod(l*8+r*49,3)-4)
array_sort(transform(sequence(1,64), i -> (i*254+59)%196), (l, r) -> pmod(l*33+r*23,7)-2)
array_sort(transform(sequence(1,64), i -> (i*446+11)%126), (l, r) -> pmod(l*22+r*33,11)-2)
array_sort(transform(sequence(1,64), i -> (i*628+46)%95), (l, r) -> pmod(l*22+r*18,11)-3)
array_sort(transform(sequence(1,64), i -> (i*949+89)%299), (l, r) -> pmod(l*6+r*20,11)-4)
array_sort(transform(sequence(1,65), i -> (i*740+6)%61), (l, r) -> pmod(l*39+r*35,3)-4)
array_sort(transform(sequence(1,65), i -> (i*434+18)%48), (l, r) -> pmod(l*41+r*3,7)-4)
array_sort(transform(sequence(1,65), i -> (i*823+63)%191), (l, r) -> pmod(l*14+r*9,11)-2)
array_sort(transform(sequence(1,65), i -> (i*752+72)%87), (l, r) -> pmod(l*41+r*27,11)-3)
array_sort(transform(sequence(1,90), i -> (i*281+65)%300), (l, r) -> pmod(l*33+r*24,11)-2)
array_sort(transform(sequence(1,90), i -> (i*682+4)%176), (l, r) -> pmod(l*24+r*36,11)-4)
array_sort(transform(sequence(1,128), i -> (i*185+74)%25), (l, r) -> pmod(l*31+r*36,3)-4)
array_sort(transform(sequence(1,128), i -> (i*795+32)%186), (l, r) -> pmod(l*43+r*18,7)-2)
array_sort(transform(sequence(1,128), i -> (i*477+36)%276), (l, r) -> pmod(l*42+r*44,7)-3)
array_sort(transform(sequence(1,128), i -> (i*893+88)%250), (l, r) -> pmod(l*24+r*22,11)-3)
array_sort(transform(sequence(1,150), i -> (i*916+17)%76), (l, r) -> pmod(l*21+r*12,11)-3)
array_sort(transform(sequence(1,257), i -> (i*927+47)%20), (l, r) -> pmod(l*23+r*26,3)-4)
array_sort(transform(sequence(1,257), i -> (i*631+38)%68), (l, r) -> pmod(l*19+r*35,7)-4)
array_sort(transform(sequence(1,40), i -> (i*30)%257), (l, r) -> case when l=r then 0 when (l+r)%27=0 then r-l else l-r end)
array_sort(transform(sequence(1,40), i -> (i*372)%87), (l, r) -> case when l=r then 0 when (l+r)%7=0 then r-l else l-r end)
array_sort(transform(sequence(1,40), i -> (i*5)%149), (l, r) -> case when l=r then 0 when (l+r)%40=0 then r-l else l-r end)
array_sort(transform(sequence(1,40), i -> (i*800)%238), (l, r) -> case when l=r then 0 when (l+r)%35=0 then r-l else l-r end)
array_sort(transform(sequence(1,40), i -> (i*882)%217), (l, r) -> case when l=r then 0 when (l+r)%35=0 then r-l else l-r end)
array_sort(transform(sequence(1,40), i -> (i*404)%120), (l, r) -> case when l=r then 0 when (l+r)%23=0 then r-l else l-r end)
array_sort(transform(sequence(1,100), i -> (i*599)%166), (l, r) -> case when l=r then 0 when (l+r)%35=0 then r-l else l-r end)
array_sort(array(2,1), (l, r) -> 1.5)
array_sort(array(2,1), l -> 1)
array_sort(array(2,1), (l, r, x) -> 1)

-- edges of functions, queries, set operations, windows
date_add(date'2024-02-28', 2)
add_months('2023-01-31', 1)
add_months('2024-02-29', -12)
months_between('2024-02-29', '2024-01-31')
months_between('2024-03-31 12:00:00', '2024-02-15 06:00:00')
months_between('2024-03-31', '2024-02-15', false)
next_day('2024-02-29', 'mo')
next_day('2024-02-29', 'THURSDAY')
next_day('2024-02-29', 'xx')
next_day(null, 'mo')
next_day('2024-02-29', null)
last_day('2023-02-01')
last_day('1900-02-01')
last_day('2000-02-01')
last_day('x')
last_day(timestamp'2024-12-31 23:59:59')
trunc('2024-05-17', 'quarter')
trunc('2024-05-17', 'YYYY')
trunc('2024-05-17', 'x')
trunc('2024-05-17', 'day')
date_trunc('MILLISECOND', '2024-05-17 12:34:56.123456')
date_trunc('microsecond', '2024-05-17 12:34:56.123456')
date_trunc('DD', '2024-05-17 12:34:56')
date_trunc('week', '2024-01-01')
date_trunc('quarter', '2024-12-31')
date_trunc('foo', '2024-12-31')
date_trunc('YEAR', date'0001-05-05')
date_trunc('MON', timestamp'1969-12-31 23:59:59.999999')
date_trunc('hour', timestamp'1969-12-31 23:59:59.999999')
extract(year from date'2024-12-30')
extract(yearofweek from date'2024-12-30')
extract(week from date'2024-12-30')
extract(dow from date'2024-12-29')
extract(dayofweek_iso from date'2024-12-29')
extract(doy from date'2024-12-31')
extract(second from timestamp'2024-01-01 00:00:01.234567')
date_part('seconds', timestamp'2024-01-01 00:00:59.9')
date_part('qtr', date'2024-07-01')
date_part('decade', date'2024-07-01')
weekofyear('2021-01-03')
weekofyear('2020-12-31')
dayofyear('2024-12-31')
quarter('2024-12-31')
to_date('29/02/2023', 'dd/MM/yyyy')
to_date('29/02/2024', 'dd/MM/yyyy')
to_date('2024-060', 'yyyy-DDD')
to_date('24-1-5', 'yy-M-d')
to_date('05 jan. 2024', 'dd MMM yyyy')
to_date('05 Jan 2024', 'dd MMM yyyy')
to_timestamp('2024-02-29T12:34:56Z')
to_timestamp('2024-02-29 12:34:56+02:00')
to_timestamp('2024-02-29 12:34:56 Europe/Paris')
to_timestamp('2024-02-29 12:34:56.1234567')
to_timestamp('2024-02-29 24:00:00')
to_timestamp('2024-2-9 1:2:3')
to_timestamp('12:34', 'HH:mm')
to_timestamp('2024-02-29 11:05 PM', 'yyyy-MM-dd hh:mm a')
to_timestamp('2024-02-29 13:05 PM', 'yyyy-MM-dd hh:mm a')
to_timestamp('20240229123456', 'yyyyMMddHHmmss')
date_format('2024-02-29 15:04:05.678', 'E, dd-MMM-yy hh:mm:ss.SSS a')
date_format('2024-02-29', 'D')
date_format('2024-02-29', 'Q')
date_format('2024-02-29', 'QQQ')
date_format('2024-02-29 15:04:05.678', "yyyy'T'HH''mm")
date_format('2024-02-29 00:04:05', 'k K h H')
date_format('2024-02-29', 'yyyyMMdd')
date_format('2024-02-29', 'M/d/yy')
date_format('2024-02-29', 'u')
date_format('2024-02-29', 'LLLL')
date_format('2024-02-29', 'YYYY')
date_format('2024-02-29', 'w')
date_format(null, 'yyyy')
date_format('2024-02-29', null)
date_format('2024-02-29', '')
from_unixtime(1709210096, 'yyyy-MM-dd')
from_unixtime(253402300800)
unix_timestamp('2024-02-29 12:34:56')
unix_timestamp('2024-02-29', 'yyyy-MM-dd')
unix_timestamp('x')
unix_timestamp(date'1969-12-31')
to_unix_timestamp('1960-01-01 00:00:00')
unix_seconds(timestamp'1969-12-31 23:59:59.5')
unix_millis(timestamp'1969-12-31 23:59:59.9995')
unix_micros(timestamp'1969-12-31 23:59:59.9')
unix_date(date'1969-12-31')
make_timestamp(2024, 2, 29, 12, 34, 60)
make_timestamp(2024, 2, 29, 12, 34, 60.5)
make_timestamp(2024, 2, 30, 1, 1, 1)
make_interval(1, 2, 3, 4, 5, 6, 7.008)
from_utc_timestamp('2024-03-31 01:30:00', 'Europe/Paris')
to_utc_timestamp('2024-10-27 02:30:00', 'Europe/Paris')
from_utc_timestamp('2024-01-01', 'Asia/Kathmandu')
from_utc_timestamp('2024-01-01', 'PST')
from_utc_timestamp('2024-01-01', '+05:30')
from_utc_timestamp('2024-01-01', 'GMT+3')
datediff('2024-03-01', '2024-02-28')
datediff(timestamp'2024-03-01 00:00:01', timestamp'2024-02-29 23:59:59')
date_diff('2024-01-01', null)
datediff(day, timestamp'2024-02-28 12:00:00', timestamp'2024-03-01 11:00:00')
datediff(month, date'2024-01-31', date'2024-02-29')
timestampdiff(quarter, date'2023-11-30', date'2024-02-29')
timestampadd(month, 1, timestamp'2024-01-31 10:00:00')
timestampadd(week, -1, date'2024-03-07')
dateadd(hour, 25, timestamp'2024-02-28 23:00:00')
dateadd(day, 1, date'2024-02-28')
dateadd(quarter, 1, date'2023-11-30')
timestampadd(microsecond, -1, timestamp'1970-01-01 00:00:00')
date'2024-03-31' - interval 1 month
date'2024-02-29' - interval '1-1' year to month
timestamp'2024-02-29 00:00:00' + interval '1 02:03:04.5' day to second
date'2024-02-29' + interval 1 day
timestamp'2024-03-01 00:00:00' - timestamp'2024-02-28 23:59:59.5'
date'2024-03-01' - date'2024-02-28'
timestamp'2024-03-01 00:00:00' - date'2024-02-28'
date'2024-03-01' - timestamp'2024-02-28 12:00:00'
-interval '1-2' year to month
interval '1-2' year to month + interval '0-11' year to month
interval '10' month > interval '1-1' year to month
date'2024-02-29' = '2024-02-29'
date'2024-02-29' = '2024-02-29 00:00:00'
date'2024-02-29' < timestamp'2024-02-29 00:00:01'
'2024-02-29' < timestamp'2024-02-29 00:00:01'
date'2024-02-29' in ('2024-02-29', 'x')
bin('13')
bin(13.9)
hex(X'00FF')
unhex('F')
unhex('c3a9')
cast(unhex('c3a9') as string)
conv('-1', 10, 16)
conv('-ff', 16, -10)
conv('zz', 36, 2)
conv('12x', 10, 8)
conv('99999999999999999999', 10, 16)
conv('7', 1, 2)
conv('7', 10, 37)
conv('18446744073709551615', 10, -16)
conv(15, 10, 2)
base64(X'FFFEFD')
unbase64('w6k=')
cast(unbase64('w6k=') as string)
unbase64('%%%')
unbase64('QQ')
unbase64('Q')
sha1('a')
sha2('a', 0)
sha2('a', 224)
sha2('a', 384)
sha2('a', 512)
sha2('a', 1)
sha('x')
ascii('😀')
chr(233)
chr(256)
chr(-5)
chr(65.7)
char(128512)
format_number(1.5, 0)
format_number(-1234.5, 1)
format_number(1e20, 3)
format_number(12, -1)
format_number(123456789012345678901234567890.126, 2)
format_number('12.345', 1)
format_number(0.005, 2)
format_string('%5d|%-5d|%05d|%+d|%,d', 42, 42, 42, 42, 1234567)
format_string('%10.3f|%-10.2f|', 3.14159D, 2.5D)
format_string('%b %%%n', true)
format_string('%d', null)
printf('%d %s', 1, 'a')
printf('%s')
printf('a')
format_string('%d', 12345678901L)
format_string('%.3f', 1.0005)
format_string('%f', 1.5BD)
concat_ws(',', 'a', null, array('b', null, 'c'), '')
concat_ws(',')
concat_ws(',', array())
concat_ws('', 'a', 'b')
concat_ws(',', 1, 2.5, true)
substring('héllo', 0, 2)
substring('héllo', -3, 2)
substring('héllo', -10, 7)
substring('héllo', 2)
substring('héllo', 6, 1)
substring('héllo', 2, -1)
substring('héllo', -2147483648, 3)
substring('héllo', 2147483647)
substr('abc' from 2 for 1)
substring('abc', null)
left('héllo', 2)
left('héllo', -1)
left('héllo', 0)
right('héllo', 2)
right('héllo', -1)
right('héllo', 0)
right('héllo', 99)
right('abc', null)
lpad('é', 5, 'ab')
rpad('é', 5, 'ab')
lpad('héllo', 2, 'x')
lpad('a', 5, '')
rpad('a', 5)
lpad('a', -1, 'x')
lpad(null, 3, 'x')
lpad('a', 3, null)
lpad(1, 3, 0)
rpad('😀', 3, '😀')
locate('é', 'héé')
locate('é', 'héé', 3)
locate('', 'abc')
locate('', 'abc', 5)
locate('b', 'abc', 0)
locate('b', 'abc', -1)
locate(null, 'a')
instr('abc', '')
instr('héé', 'é')
position('c' in 'abc')
position('c', 'abcabc', 4)
charindex('b', 'abc')
locate('a', 'abc', null)
replace('ababa', 'aba', 'x')
replace('abc', 'b', null)
replace(null, 'a', 'b')
replace('ééé', 'é', 'e')
translate('abcabc', 'abc', 'xy')
translate('héllo', 'é', 'e')
translate('aa', 'aa', 'bc')
translate('abc', '', 'x')
translate('abc', null, 'x')
translate('😀a', '😀', 'b')
repeat('é', 3)
repeat('a', 0)
repeat('a', -1)
repeat('ab', null)
space(-1)
space(0)
reverse('héllo')
reverse('a😀b')
reverse(array(1,null,3))
initcap('héllo wörld')
initcap('éa bc-de f_g')
initcap("o'neil  x")
upper('straße')
lower('ÀÉ')
upper('ǆ')
lower('İ')
ucase('é')
lcase('É')
trim(both 'x' from 'xxaxx')
trim(leading 'xy' from 'xyxa')
ltrim('xx', 'xxa')
rtrim('a', 'baa')
btrim('xaxbx', 'x')
trim('\t a')
trim(both null from 'a')
trim('' from 'a')
overlay('héllo' placing 'XX' from 2)
overlay('héllo' placing 'XX' from 2 for 0)
overlay('abc' placing 'X' from 10)
overlay('abc' placing 'X' from -1)
overlay('abc', 'X', 2, 5)
overlay('abc', null, 1)
split('a,b,,c,,', ',')
split('a,b,c', ',', 0)
split('a,b,c,', ',', -1)
split('', ',')
split('a1b22c', '[0-9]+')
split(null, ',')
split('a.b', '.')
split('a|b', '\\|')
split('aXbxc', '(?i)x')
split_part('a,b,c', ',', 0)
split_part('a,b', '', 1)
split_part(null, ',', 1)
split_part('', ',', 1)
soundex('Tymczak')
soundex('Pfister')
soundex('123')
levenshtein('é', 'e')
levenshtein('abc', null)
levenshtein('abc', 'abd', 0)
find_in_set('a,b', 'a,b')
find_in_set('', 'a,,b')
find_in_set('d', 'a,b')
find_in_set(null, 'a')
elt(0, 'a')
elt(null, 'a')
elt(1, null, 'b')
field('b', 'a', 'b')
char_length('é😀')
length('é😀')
octet_length('é😀')
length(X'0102')
length(12.50)
character_length(null)
len('abc')
octet_length(X'')
startswith('abc', 'ab')
endswith('abc', 'bc')
contains('abc', '')
startswith('abc', null)
contains(null, 'a')
contains('héllo', 'é')
startswith('abc', '')
endswith(123, 3)
'a%c' like 'a|%c' escape '|'
null like 'a'
'a\nb' like 'a%b'
'abc' like any ('x%', 'a%')
'abc' not like all ('x', 'y')
'abc' rlike '^a.c$'
regexp('a\nb', 'a.b')
regexp_like('abc', '(?i)B')
'abc' rlike ''
rlike('aé', '\\w\\w')
'a1' rlike '\\d'
'ab' rlike '\\p{Alpha}+'
'é' rlike '\\p{L}'
regexp_replace('abc123', '(\\d+)', '<$1>')
regexp_replace('abc', '', '-')
regexp_replace('aaa', 'a', 'b', 2)
regexp_replace('a.b', '\\.', '$')
regexp_replace(null, 'a', 'b')
regexp_replace('abc', 'b', '\\$0')
regexp_replace('héé', 'é+', 'e')
regexp_replace('abc', '(x)?b', '[$1]')
regexp_extract('a1b22', '(\\d+)')
regexp_extract('a1b22', '([a-z])(\\d+)', 2)
regexp_extract('a1', '\\d', 0)
regexp_extract('a1', '(\\d)', 2)
regexp_extract(null, 'a', 0)
regexp_extract('ab', '(a)|(c)', 2)
regexp_extract('a1b22', '(\\d+)', -1)
regexp_extract_all('a1b22', '(\\d+)')
regexp_extract_all('a1b22', '([a-z])(\\d+)', 2)
regexp_extract_all('abc', '\\d', 0)
regexp_extract_all('abab', '(a)(b)', 0)
regexp_instr('abcabc', 'c')
regexp_substr('abc', 'b.')
regexp_substr('abc', 'x')
regexp_count('aaaa', 'aa')
regexp_instr('abc', 'x')
regexp_count(null, 'a')
regexp_extract('key=val;k2=v2', 'k2=([^;]+)', 1)
regexp_replace('a  b   c', '\\s+', ' ')
regexp_replace('Hello World', '[aeiou]', '*')
regexp_replace('abc', '.', '$0$0')
'a*b' rlike 'a\\*b'
url_encode('a b&é')
url_decode('a+b%26%C3%A9')
url_decode('%zz')
url_encode('*-._~')
decode(2, 1, 'a', 2, 'b', 'z')
decode(3, 1, 'a', 2, 'b')
decode(null, null, 'n', 'z')
encode('é', 'xx')
mask('AbCd-12é')
mask('AbC1', 'Q', 'q', 'd', 'o')
mask('AbC1-', null, null, null, '*')
mask('ÀÉ1')
str_to_map('a:1,a:2')
is_valid_utf8('a')
ascii(12)
hex(unhex('4'))
abs(-128Y)
abs(-9223372036854775808L)
abs('-3')
negative(-128Y)
sign(-2.5)
signum(0.0)
ceil(1.55, 1)
ceil(-1.55, 1)
ceil(155, -1)
ceil(1.5D)
ceil('1.2')
floor(1.55, 1)
floor(-155, -2)
ceil(9.99BD)
floor(1e30D)
ceiling(2.0)
floor(123456789012345678901.5)
round(2.55, 1)
round(1.005D, 2)
round(1.2345, 10)
round(9.99, 1)
round(99.95, 1)
round(127Y, -1)
round(12345.678, -2)
round(5, -2)
bround(-2.5)
bround(2.55, 1)
1 div 0
1D / 0
0D / 0
1D % 0
mod(1, 0)
pmod(1, 0)
pmod(-7, -3)
5.5 div 2
-5.5 div 2
1e10D % 3
127Y + 1Y
32767S * 2S
cast(128 as tinyint)
cast(3e9 as int)
cast(99999.9 as smallint)
1.1 + 2.22
1.1 * 2.22
1.1 / 3
10 / 3
1.000 / 3.0
99999999999999999999999999999999999999 + 1
99999999999999999999999999999999999999 * 10
0.00000000000000000000000000000000000001 / 3
12345678901234567890.1234567890 * 1.0000000001
1.1BD % 0.3BD
cast(1 as decimal(38,18)) / cast(3 as decimal(38,18))
cast(1 as decimal(38,0)) * cast(1 as decimal(38,38))
cast(123.456 as decimal(5,1))
cast(99999 as decimal(4,0))
cast('1.25' as decimal(3,1))
cast('1.35' as decimal(3,1))
1 + '2'
'1' + '2'
'1' * 2.5
1 + null
true + 1
'1.5' div 1
1 + 1.5F
2Y + 300S
1.5BD + 1D
'3' % 2
-'5'
1 + date'2024-01-01'
date'2024-01-02' - 1
date'2024-01-01' + '1'
~3
~(-1Y)
shiftleft(1L, 33)
shiftrightunsigned(-8L, 60)
bit_count(7L)
bit_get(5, 0)
getbit(5, 1)
1Y & 256
shiftleft(1, -1)
shiftright(8, null)
bit_get(5, 64)
cbrt(-8)
exp(710)
expm1(1e-10)
log(-1, 5)
log1p(-2)
pow(0, 0)
pow(-8, 1.0/3)
power(2, -1)
pow(2, 0.5)
pow(null, 1)
hypot(null, 1)
atan2(0, -1)
tanh(1000)
rint(-2.5)
rint(3.5)
factorial(20)
greatest(1, null, 3)
least('a', 'B', null)
greatest(1, 2.5, 2L)
greatest('10', 9)
least(date'2024-01-01', '2023-12-31')
greatest(double('NaN'), 1)
least(array(1,2), array(1))
greatest(true, false)
greatest(1)
width_bucket(-2, 0, 10, 5)
width_bucket(12, 0, 10, 5)
width_bucket(5, 10, 0, 5)
width_bucket(5, 0, 0, 5)
width_bucket(5, 0, 10, 0)
width_bucket(null, 0, 10, 5)
width_bucket(10, 0, 10, 5)
try_add(1, null)
try_multiply(9223372036854775807, 2)
try_divide(1, 3)
try_divide(1.5, 0)
try_add(date'2024-01-31', interval 1 month)
try_add('1', 2)
try_add(1.5, 2)
try_cast('x' as int)
try_cast('2024-13-01' as date)
try_to_timestamp('x')
try_to_timestamp('2024-01-01')
try_element_at(array(1), 5)
try_element_at(map('a', 1), 'b')
ifnull(null, 'a')
nullif(null, 1)
coalesce(null, 1, 'a')
coalesce(1, 2.5)
if(1 = 1, 'a', 2)
zeroifnull(null)
nullifzero(0)
nanvl(double('NaN'), 1)
nanvl(null, 1)
equal_null(1, null)
1 is not distinct from 1
case 1 when 1.0 then 'a' end
case null when null then 1 else 2 end
case 'a' when 'A' then 1 end
case when 1 = 1 then 1 when 1 = 1 then 2.5 end
case 1 when '1' then 'x' else 'y' end
case when false then 1 end
null and true
true and 'true'
not 'false'
1 = true
true > false
'a' > 1
'10' > '9'
'10' > 9
1.0 = 1
'1' = 1.0
'abc' = 1
cast('a' as binary) = 'a'
null <> 1
'a' || 1 || 2.5
1 between null and 2
3 between null and 2
1 not between 2 and 3
1 in ('1', 'x')
1.0 in (1, 2)
'a' in ('A', 'a ')
typeof(1 + 1L)
typeof(1.5 * 2.25)
typeof(1e3)
typeof(array(1, null, 'a'))
typeof(struct(1, 'a' as b))
typeof(X'00')
typeof(10 / 2)
typeof(10 div 2)
typeof(1Y + 1Y)
typeof(if(true, 1, 1.5))
typeof(case when true then 1 else 'a' end)
typeof(coalesce(1, 2L))
typeof(-1.0)
typeof(round(1.55, 1))
typeof(cast(1 as decimal(5)) + 1)
typeof(cast(1 as decimal))
typeof(1BD)
typeof(12.0BD / 3)
assert_true(true)
raise_error('x')
assert_true(false)
select s.* from (select struct(1 as a, 'x' as b) s)
select s.*, k from values (named_struct('a', 1, 'b', 'x'), 5) t(s, k)
select t.s.* from values (named_struct('a', 1, 'b', 'x'), 5) t(s, k)
select s.s2.* from (select struct(struct(1 as a, 2 as b) as s2) s)
select s.* from values (named_struct('a', 1)), (null) t(s)
select S.* from values (named_struct('a', 1), 2) t(s, s2)
select struct(*) from values (1, 'a') t(x, y)
select struct(t.*) from values (1, 'a') t(x, y)
select count(*), count(t.*) from values (1, null), (2, 3) t(x, y)
select to_json(struct(*)) from values (1, 'a') t(x, y)
select to_json(struct(t.*)) from values (1, 'a') t(x, y)
select x, struct(*).y from values (1, 'a') t(x, y)
select explode(array(1, 2)), explode(array(3, 4))
select explode(array(1, 2)) a, posexplode(array('x')) 
select 1 + explode(array(1))
select explode(explode(array(array(1))))
select x, explode(array(x, x + 1)) from values (1), (2) t(x) order by 1, 2
select posexplode(map('a', 1)) as (p, k, v)
select explode(cast(null as array<int>))
select explode_outer(cast(null as array<int>))
select explode_outer(array())
select posexplode_outer(cast(null as array<int>))
select posexplode_outer(array(5, null))
select inline(array(struct(1, 'a'), null))
select stack(2, 1, 'a', 2)
select x, e from values (1, array(1, 2)), (2, null), (3, array()) t(x, a) lateral view explode(a) v as e
select x, e from values (1, array(1, 2)), (2, null), (3, array()) t(x, a) lateral view outer explode(a) v as e order by x, e
select x, p, e from values (1, array('a', null)), (2, null) t(x, a) lateral view outer posexplode(a) v as p, e order by x, p
select x, k, v from values (1, map('a', 1)), (2, null) t(x, m) lateral view outer explode(m) v as k, v order by x
select x, e, f from values (1, array(array(1, 2), array(3))) t(x, a) lateral view explode(a) v as e lateral view explode(e) w as f order by f
select * from values (1, array(1, 2)) t(x, a) lateral view explode(a) order by col
select e from (select 1) lateral view explode(sequence(1, 3)) v as e where e > 1
select e, count(*) from values (array(1, 2)), (array(2)) t(a) lateral view explode(a) v as e group by e order by e
select * from range(1, 10, 4) t(i)
select sum(id) from range(0, 100, 3)
select * from values (1, 2), (3, 4)
select col1, col2 from values (1, 2), (3, 4)
select * from (values (1, 2)) as t(a, b)
select k, sum(v) from values ('a', 1), ('b', 2), ('a', 3), (null, 4) t(k, v) group by k order by k
select k, sum(v) from values ('a', 1), ('b', 2), ('a', 3), (null, 4) t(k, v) group by rollup(k) order by k, 2
select k, j, sum(v), grouping(k), grouping_id(k, j) from values ('a', 'x', 1), ('a', 'y', 2), ('b', 'x', 3), (null, null, 5) t(k, j, v) group by cube(k, j) order by 5, 1, 2, 3
select k, j, sum(v) from values ('a', 'x', 1), ('a', 'y', 2) t(k, j, v) group by grouping sets ((k, j), (k), ()) order by 1, 2, 3
select k, j, count(*) from values ('a', 'x', 1), ('a', 'y', 2) t(k, j, v) group by k, rollup(j) order by 1, 2, 3
select k, j, count(*) from values ('a', 'x', 1), ('a', 'y', 2) t(k, j, v) group by k, j with rollup order by 1, 2, 3
select k, j, count(*) from values ('a', 'x', 1), ('a', 'y', 2) t(k, j, v) group by k, j with cube order by 1, 2, 3
select upper(k), count(*) from values ('a', 1), ('A', 2) t(k, v) group by upper(k)
select upper(k) as k, count(*) from values ('a', 1), ('A', 2) t(k, v) group by k order by 2
select upper(k) as u, count(*) from values ('a', 1), ('A', 2) t(k, v) group by u
select k, v from values ('a', 1), ('a', 2) t(k, v) group by all
select k, sum(v) from values ('a', 1), ('a', 2) t(k, v) group by all
select k, sum(v) + 1 from values ('a', 1), ('b', 2) t(k, v) group by 1 order by 2 desc
select k, sum(v) from values ('a', 1), ('b', 2) t(k, v) group by 3
select k, v from values ('a', 1) t(k, v) group by k
select sum(v) from values (1) t(v) having sum(v) > 5
select k from values ('a', 1), ('b', 5) t(k, v) group by k having max(v) > 2
select k, max(v) m from values ('a', 1), ('b', 5) t(k, v) group by k having m > 2
select count(*) from values (1) t(v) having v = 1
select distinct k from values ('a'), ('a'), (null), (null) t(k) order by k nulls last
select k from values ('a', 1), ('b', 2) t(k, v) order by v desc
select distinct k from values ('a', 1), ('b', 2) t(k, v) order by v
select k, row_number() over (order by v) from values ('a', 2), ('b', 1) t(k, v) order by 2
select v, lag(v) over (order by v), lead(v, 2, -1) over (order by v), lag(v, 1, 0) over (order by v desc) from values (1), (2), (3) t(v) order by v
select v, lag(v, -1) over (order by v), lead(v, 0) over (order by v) from values (1), (2), (3) t(v) order by v
select v, lag(v) ignore nulls over (order by i), lead(v) ignore nulls over (order by i) from values (1, 1), (2, null), (3, 3), (4, null) t(i, v) order by i
select v, nth_value(v, 2) over (order by v), nth_value(v, 2) ignore nulls over (order by v rows between unbounded preceding and unbounded following) from values (null), (2), (3) t(v) order by v
select v, ntile(2) over (order by v), ntile(5) over (order by v), percent_rank() over (order by v), cume_dist() over (order by v) from values (1), (2), (2), (3), (null) t(v) order by v
select v, rank() over (order by v desc nulls last), dense_rank() over (order by v desc nulls first) from values (1), (2), (2), (null) t(v) order by v
select i, sum(v) over (order by i rows between 1 preceding and 1 following), avg(v) over (order by i rows between current row and unbounded following), count(v) over (order by i rows 1 preceding) from values (1, 10), (2, null), (3, 30) t(i, v) order by i
select i, sum(i) over (order by i range between 1 preceding and 1 following), sum(i) over (order by i desc range between 1 preceding and current row) from values (1), (2), (4), (5), (null) t(i) order by i
select d, count(*) over (order by d range between interval 1 day preceding and current row) from values (date'2024-01-01'), (date'2024-01-02'), (date'2024-01-04') t(d) order by d
select v, first_value(v) over (order by i), last_value(v) over (order by i), last_value(v) over (order by i rows between unbounded preceding and unbounded following), first_value(v, true) over (order by i) from values (1, null), (2, 'b'), (3, 'c') t(i, v) order by i
select k, v, max(v) over (partition by k), v - avg(v) over w from values ('a', 1), ('a', 2), ('b', 5) t(k, v) window w as (partition by k) order by k, v
select k, sum(sum(v)) over (order by k) from values ('a', 1), ('a', 2), ('b', 5) t(k, v) group by k order by k
select row_number() over () from values (1) t(v)
select row_number() over (partition by v) from values (1) t(v)
select rank() over (partition by v) from values (1) t(v)
select sum(v) over (order by v rows between 1 following and 1 preceding) from values (1) t(v)
select sum(v) over (order by v, k range between 1 preceding and current row) from values (1, 2) t(v, k)
select collect_list(v) over (order by v rows between 1 preceding and current row) from values (1), (2), (3) t(v) order by 1
select count(distinct v) over () from values (1) t(v)
select stddev(v) over (order by v), variance(v) over (order by v) from values (1), (2), (4) t(v) order by v
select min(v) over (order by v rows between 3 preceding and 2 preceding), max(v) over (order by v rows between 2 following and 3 following) from values (1), (2), (3), (4) t(v) order by v
select sum(v) filter (where v > 1) over (order by v) from values (1), (2), (3) t(v) order by v
select any_value(v) over (partition by 1), mode(v) over (partition by 1) from values (1), (1) t(v)
select median(v) over (), percentile(v, 0.5) over () from values (1), (2), (4) t(v)
select * from (select j, v from values ('a', 'x', 1), ('a', 'y', 2), ('b', 'x', 3) t(k, j, v)) pivot (sum(v) for j in ('x', 'z'))
select * from values ('a', 1, 'q') t(k, x, y) unpivot (v for n in (x, y)) order by n
select 1 as a union select 1.5 order by a
select 1 as a union all select 'x' order by a
select null as a union all select 1 order by a
select 1 union all select 2 union select 2 order by 1
select 1 intersect select 1.0
select x from values (1), (1), (2), (null), (null) t(x) intersect select x from values (1), (null) t(x) order by x
select x from values (1), (1), (2), (null) t(x) except select x from values (2) t(x) order by x
select x from values (1), (2) t(x) minus select 2
select 1, 2 union all select 1
select date'2024-01-01' a union all select '2024-01-02' order by a
select date'2024-01-01' a union all select timestamp'2024-01-02 01:00:00' order by a
select array(1) a union all select array(1.5) order by a
select true a union all select 1
select 1L a union all select 1.5F order by a
select cast(1 as decimal(10,2)) a union all select cast(1 as decimal(12,5)) order by a
select cast(1 as decimal(38,0)) a union all select cast(0.5 as decimal(38,38)) order by a
select a from (select 1 a union all select 2) where a in (select 2)
select x from values (1), (2), (null) t(x) where x not in (select y from values (1), (null) s(y))
select x from values (1), (2), (null) t(x) where x not in (select y from values (1) s(y)) order by x
select x from values (1), (2), (null) t(x) where x not in (select y from values (1) s(y) where y > 5) order by x
select x from values (1), (2) t(x) where exists (select 1 from values (2) s(y) where y = x)
select x from values (1), (2) t(x) where not exists (select 1 from values (2) s(y) where y = x)
select x, exists (select 1 from values (2) s(y) where y = x) from values (1), (2) t(x) order by x
select x, (select max(y) from values (1, 10), (1, 20) s(k, y) where k = x) from values (1), (2) t(x) order by x
select x, (select count(*) from values (1, 10), (1, 20) s(k, y) where k = x) from values (1), (2) t(x) order by x
select x, (select count(*) + 1 from values (1, 10), (1, 20) s(k, y) where k = x) from values (1), (2) t(x) order by x
select x, (select y from values (1, 10), (1, 20) s(k, y) where k = x) from values (1), (2) t(x)
select (select y from values (10), (20) s(y))
select x from values (1), (5) t(x) where x > (select avg(y) from values (2), (3) s(y))
select x from values (1), (5) t(x) where x > any (select y from values (2), (3) s(y))
select x from values (1), (5) t(x) where x in (select y + (select 1) from values (4) s(y))
select x from values (1), (5) t(x) where exists (select 1 from values (1) s(y) where y < x and y + 4 = x)
select a + 1 as b, b + 1 as c from values (1) t(a)
select a as x, x + 1 as y, sum(x) over () from values (1), (2) t(a) order by x
select 1 as a, a + 1 as a, a from values (5) t(z)
select sum(v) as s, s + 1 as t from values (1), (2) q(v)
select max(v) as v, v + 1 from values (1), (2) q(v)
select upper(k) as u, concat(u, '!') as w from values ('a') t(k) where k = 'a'
select a.x, b.y from values (1), (2) a(x) join values (1), (3) b(y) on a.x = b.y
select x, y from values (1), (2) a(x) full outer join values (1), (3) b(y) on x = y order by x, y
select * from values (1, 'l') a(k, l) join values (1, 'r') b(k, r) using (k)
select * from values (1, 'l'), (2, 'm') a(k, l) natural left join values (1, 'r') b(k, r) order by k
select k from values (1, 'l') a(k, l) join values (1, 'r') b(k, r) on a.k = b.k
select * from values (1), (2) a(x) left semi join values (1) b(y) on x = y
select * from values (1), (2) a(x) left anti join values (1) b(y) on x = y
select * from values (1), (2) a(x) cross join values (3), (4) b(y) order by x, y
select * from values (1), (null) a(x) join values (1), (null) b(y) on x <=> y order by x
select * from values (1) a(x) join values ('1'), ('x') b(y) on x = y
select * from values (1) a(x), values (2) b(y), values (3) c(z) where x < y
select /*+ BROADCAST(a) */ x from values (1) a(x) join values (1) b(y) on x = y
select /*+ REPARTITION(3), COALESCE(1) */ x from values (1) a(x)
select /*+ nope */ 1
with a as (select 1 x), b as (select x + 1 y from a) select * from a, b
with a(x, y) as (select 1, 2) select y from a
with recursive r as (select 1) select * from r
select * from (select 1 a, 2 b) where a = 1 limit 0
select x from values (3), (1), (2) t(x) order by x limit 2 offset 1
select x from values (3), (1), (2) t(x) order by x offset 2
select x from values (3), (1), (2) t(x) order by x desc limit all
select x from values (3), (1), (2) t(x) cluster by x
select x from values (3), (1), (2) t(x) distribute by x sort by x
select count(distinct x, y), count(distinct x) from values (1, 1), (1, 2), (1, null) t(x, y)
select sort_array(collect_set(x)), sort_array(collect_list(x)) from values (2), (1), (null), (1) t(x)
select array_agg(x), collect_list(distinct x) from values (1), (1), (null) t(x)
select first(x), first(x, true), last(x), last(x, true), any_value(x), any_value(x, true) from values (null), (1), (2), (null) t(x)
select first(x) ignore nulls, last_value(x) ignore nulls, first_value(x) respect nulls from values (null), (1), (2), (null) t(x)
select mode(x), mode(x) filter (where x > 1) from values (1), (1), (2), (2), (2), (null) t(x)
select min_by(x, y), max_by(x, y) from values ('a', 1), ('b', null), ('c', 3) t(x, y)
select percentile(x, 1.5) from values (1) t(x)
select corr(x, y), covar_pop(x, y), covar_samp(x, y) from values (1, 2), (2, 5), (4, 3), (null, 1) t(x, y)
select skewness(x), kurtosis(x), stddev_pop(x), var_samp(x) from values (1), (2), (4), (10) t(x)
select bit_and(x), bit_or(x), bit_xor(x) from values (7), (5), (null) t(x)
select bool_and(x), bool_or(x), every(x), some(x), any(x) from values (true), (false), (null) t(x)
select sum(x), avg(x), typeof(sum(x)), typeof(avg(x)) from values (1.10), (2.25) t(x)
select sum(x), typeof(sum(x)) from values (1Y), (2Y) t(x)
select sum(x), typeof(sum(x)), avg(x) from values ('1'), ('2.5') t(x)
select max(x), min(x) from values (array(1, 2)), (array(1)), (null) t(x)
select max(x), min(x) from values (struct(1, 'a')), (struct(1, 'b')) t(x)
select max(x) from values (map('a', 1)) t(x)
select max(x), min(x) from values (true), (false) t(x)
select max('é'), min(x), max(x) from values ('a'), ('É'), ('z') t(x)
select sum(x) from values (cast('9999999999999999999999999999.99' as decimal(38,2))), (cast('9999999999999999999999999999.99' as decimal(38,2))) t(x)
select product(x) from values (2), (3) t(x)
select grouping(k) from values (1) t(k)
select string_agg(x, ',') from values ('a'), ('b') t(x)
select listagg(x, ',') from values ('a'), ('b') t(x)
select sum(x) + count(*) * 2, round(avg(x), 1) from values (1), (2), (4) t(x)
select k, max(named_struct('v', v, 'n', n)).n from values ('a', 1, 'x'), ('a', 2, 'y'), ('b', 0, 'z') t(k, v, n) group by k order by k
select k, map_from_entries(collect_list(struct(n, v))) from values ('a', 1, 'x'), ('a', 2, 'y') t(k, v, n) group by k
select k, element_at(collect_list(v), -1), size(collect_list(v)) from values ('a', 1), ('a', null) t(k, v) group by k
select sum(case when v > 1 then 1 end), sum(if(v > 5, 1, 0)) from values (1), (2) t(v)
select nvl(sum(v), 0) from values (1) t(v) where false
select count(*) from values (1) t(v) where null
select * from values (1) t(v) where v = 1 and null
select `a b`, `c.d` from (select 1 as `a b`, 2 as `c.d`)
select t.`x` from values (1) t(x)
select A, a from (select 1 as a)
select 1 as `select`, 2 as from_
select 'a' 'b', "c" as d
select t.x.a, x.a from (select struct(1 as a) x) t
select x[0], x[1], x[5], x[-1], x[null] from (select array(1, 2) x)
select m['a'], m['z'], m[null] from (select map('a', 1) m)
select x.a[0].b from (select struct(array(struct(7 as b)) as a) x)
select x.nope from (select struct(1 as b) x)
select x.* except (a) from (select struct(1 as a, 2 as b) x)
select max(x) from (select 1 x) group by ()
select count(*) from (select 1 x where false) group by ()
select count(*) from (select 1 x where false) group by x
select if(x > 1, 'a', null) c, count(*) from values (1), (2), (3) t(x) group by 1 order by c
select x from values (1), (2) t(x) where x between 1 and 1 or x = 2 and false
select * from values (1, 2) t(a, b) where a <> b and not (a > b) and a != 3 and a <= 1
select * from values ('2024-01-01'), ('x'), (null) t(d) where to_date(d) is not null
select cast(d as date) from values ('2024-1-1'), ('2024-01'), ('2024'), ('24-01-01'), ('2024-01-01x'), ('2024-01-01 12'), (' 2024-01-01 ') t(d)
select cast(d as timestamp) from values ('2024-01-01 1'), ('2024-01-01 1:2'), ('2024-01-01T01:02:03.5Z'), ('2024'), ('01:02:03'), ('2024-01-01 01:02:03 UTC+1'), ('2024-01-01 25:00:00') t(d)
select cast(d as int) from values ('1.9'), (' 1 '), ('1e2'), ('+5'), ('-'), (''), ('0x1F'), ('2147483648'), ('1_000') t(d)
select cast(d as double) from values ('1.9'), (' 1 '), ('1e400'), ('inf'), ('-Infinity'), ('nan'), ('1d'), ('1f'), ('.5'), ('5.') t(d)
select cast(d as boolean) from values ('t'), ('YES'), ('0'), ('on'), ('false'), (' true '), ('2'), ('') t(d)
select cast(d as decimal(5,2)) from values ('1.999'), ('1000'), ('1e2'), ('x'), (' 1.005 '), ('-0') t(d)
select cast(d as string) from values (1e7D), (1.0E-5D), (123456789.123D), (0.1F), (-0.0D), (1e21D), (100D), (1.0E10D), (9999999D) t(d)
select pow(10, id - 300) from range(600)
select exp(id) from range(700)
select greatest(0.0D, -0.0D), greatest(-0.0D, 0.0D), least(0.0D, -0.0D), least(-0.0D, 0.0D)
select array_max(array(0.0D, -0.0D)), array_max(array(-0.0D, 0.0D)), array_min(array(0.0D, -0.0D)), array_min(array(-0.0D, 0.0D))
select k, max(x), min(x) from values (1, 0.0D), (1, -0.0D), (2, -0.0D), (2, 0.0D) t(k, x) group by k order by k
select distinct x from values (-0.0D), (0.0D) t(x)
select sort_array(array(0.0D, -0.0D, 0.0D)), array_distinct(array(0.0D, -0.0D)), array_sort(array(0.0D, -0.0D, 0.0D))
select max_by(i, x), min_by(i, x) from values (1, 0.0D), (2, -0.0D) t(i, x)
get_json_object('{"a":1,"a":2}', '$.a')
get_json_object('{"a":{"b":1},"a":{"c":2}}', '$.a.c')
get_json_object('{"a":{"b":1},"a":{"c":2}}', '$.a')
get_json_object('[{"a":1,"a":2},{"a":3}]', '$[*].a')
get_json_object('{"a":null,"a":2}', '$.a')
get_json_object('{"x":0,"a":[1,2],"a":[3]}', '$.a[0]')
get_json_object('{"a":[1,2],"a":[3,4,5]}', '$.a[2]')
get_json_object('{"a":1,"b":2,"a":3}', '$')
get_json_object('{"a":1,"b":2,"a":3}', '$.*')
select * from values (1) a(x) join (select null as y) b on x <=> y
select * from (select null as x) a join (select null as y) b on x <=> y
select * from values (1), (null) a(x) left join (select null as y) b on x <=> y order by x
select * from (select null as y) b join values (null), (1) a(x) on x <=> y
select x from values (1), (null) a(x) where x in (select null)
select * from values (1), (null) a(x) join (select null as y) b on x = y
overlay('abc' placing 'X' from -2147483648)
overlay('abc', 'X', 2, -2147483648)
overlay('abc', 'X', -2147483648, 2)
overlay('abcdef', 'XY', 2147483647)
overlay('abcdef', 'XY', 2147483647, 2147483647)
overlay('abcdef', 'XY', 3, 2147483647)
overlay('abcdef', 'XY', -3, 2)
overlay('abcdef', 'XY', 0, 2)
regexp_replace('a😀b', '.', 'x')
regexp_extract('😀', '[😀]', 0)
'😀' rlike '^.$'
'😀' rlike '^..$'
split('a😀b', '')
split('😀', '😀')
regexp_count('😀😀', '.')
regexp_extract_all('a😀', '.', 0)
regexp_replace('😀', '[^a]', 'x')
regexp_replace('😀', '[\\x{1F600}]', 'x')
regexp_replace('😀', '\\W', 'x')
'😀' rlike '\\p{So}'
translate('😀', '😀', 'x')
length('😀')
substring('a😀b', 2, 1)
locate('b', '😀b')
'AÉ' rlike '(?i)aé'
'AÉ' rlike '(?iu)aé'
'é' rlike '\\w'
'é' rlike '\\bé\\b'
'a b' rlike 'a\\sb'
'١' rlike '\\d'
regexp_replace('aaa', 'a*', 'x')
regexp_replace('baaac', 'a*', 'x')
regexp_replace('abc', 'x*', '-')
regexp_replace('abc', '$', '!')
regexp_replace('a\nb', '^', '!')
regexp_replace('a\nb', '(?m)^', '!')
'a\nb' rlike 'a$'
'a\r' rlike 'a.'
'a\u0085' rlike 'a.'
'ab' rlike '[[a-c]&&[b]]'
'b' rlike '[a-c&&[^b]]'
regexp_replace('a.b', '[.]', '')
regexp_replace('x', 'x', '$')
regexp_replace('x', 'x', '\\\\')
regexp_replace('xy', '(x)(y)', '$2$1')
regexp_replace('xy', '(x)(y)', '$12')
regexp_replace('xy', 'x', '$1')
regexp_replace('x', '(?i)X', 'é')
'a' rlike '('
'a' rlike '[a'
'a' rlike '*'
'a{' rlike 'a{'
'a' rlike 'a{1'
'ab' rlike '\\Qa\\Eb'
'a]' rlike 'a]'
'a}' rlike 'a}'
'-' rlike '[a\\-z]'
'-' rlike '[\\w-z]'
'a' rlike '\\h'
' ' rlike '\\h'
'a\u000Bb' rlike '\\v'
'\\' rlike '\\\\'
'ab12' rlike '^\\w+\\d{2}$'
'a' rlike '\\x61'
'a' rlike '\\u0061'
'\t' rlike '\\t'
'a' rlike '\\e'
'a' rlike '\\0141'
'ǅ' rlike '\\p{Lt}'
'a' rlike '\\p{Lower}'
'é' rlike '\\p{Lower}'
'é' rlike '\\p{IsAlphabetic}'
'é' rlike '\\p{IsLatin}'
'é' rlike '\\p{InLatin1Supplement}'
'a1' rlike '^\\p{Alnum}+$'
'!' rlike '\\p{Punct}'
'$' rlike '\\p{Punct}'
'a' rlike '^[^\\d\\s]$'
'É' rlike '[à-ÿ]'
'K' rlike '(?i)k'
'K' rlike '(?iu)k'
select k, collect_list(v) from (select * from values ('a', 3), ('a', 1), ('b', null) t(k, v) order by v) group by k order by k
select k, sum(v) over (partition by k order by v rows between unbounded preceding and 1 preceding) s from values ('a', 1), ('a', 2), ('b', 3) t(k, v) order by k, v
select sum(v) over (order by v rows between 2 preceding and 1 preceding), count(*) over (order by v rows between 1 following and 2 following) from values (1), (2), (3) t(v) order by v
select first_value(v) over (partition by k order by v desc), last_value(v) over (partition by k order by v desc range between current row and unbounded following) from values ('a', 1), ('a', 2) t(k, v) order by v
select v, rank() over (order by v % 2), dense_rank() over (order by v % 2), row_number() over (order by v % 2, v) from values (1), (2), (3) t(v) order by v
select v, ntile(3) over (order by v) from range(7) t(v) order by v
select v, percent_rank() over (order by v), cume_dist() over (order by v desc) from values (1), (1), (2) t(v) order by v
select v, lead(v, 1, 'z') over (order by v), lag(v, 2) over (order by v) from values ('a'), ('b'), ('c') t(v) order by v
select max(v) over (partition by null), count(1) over (partition by v > 1) from values (1), (2), (3) t(v) order by 2
select k, v from (select k, v, row_number() over (partition by k order by v desc nulls last) rn from values ('a', 1), ('a', null), ('b', 2) t(k, v)) where rn = 1 order by k
select k, round(100.0 * sum(v) / sum(sum(v)) over (), 2) pct from values ('a', 1), ('b', 2) t(k, v) group by k order by k
select k, v, sum(v) over w1, avg(v) over w2 from values ('a', 1), ('a', 3) t(k, v) window w1 as (partition by k), w2 as (partition by k order by v) order by v
select a, b, c, grouping_id(), count(*) from values (1, 'x', true) t(a, b, c) group by cube(a, b, c) order by 4
select a, b, grouping_id(a, b), sum(c) from values (1, 'x', 10), (1, 'y', 20) t(a, b, c) group by rollup(a, b) order by 3, 2
select a, sum(c) from values (1, 10), (2, 20) t(a, c) group by grouping sets ((a), ()) having sum(c) > 10 order by a nulls last
select coalesce(a, 'all') a, sum(c) from values ('x', 10), ('y', 20) t(a, c) group by rollup(a) order by 1
select a, count(distinct b), sum(distinct c) from values (1, 'x', 10), (1, 'x', 10), (1, 'y', 20) t(a, b, c) group by a
select count(distinct a), count(distinct b), count(*) from values (1, 'x'), (2, null), (null, 'x') t(a, b)
select * from (select k, v from values ('a', 1), ('b', 2) t(k, v)) pivot (sum(v) for k in ('a', 'b'))
select * from (select y, q, v from values (2023, 1, 10), (2023, 2, 20), (2024, 1, 30) t(y, q, v)) pivot (sum(v) as s, avg(v) as a for q in (1 as q1, 2 as q2)) order by y
select * from (select 1 as id, 2 as x, 3 as y) unpivot (v for n in (x, y)) order by n
select * from (select 1 as id, 2 as x, null as y) unpivot exclude nulls (v for n in (x as `the x`, y)) order by n
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
with c as (select s.*, k from values (named_struct('a', 1, 'b', 'x'), 7) t(s, k)) select a, b, k from c
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
select x like any ('a%', null), x like all ('a%', null) from values ('abc'), ('xyz') t(x) order by x
select x ilike any ('A%', 'q') from values ('abc') t(x)
select x, y from values (2, 'b'), (1, 'a'), (3, 'c') t(x, y) sort by x desc
select x from values (2), (1), (null) t(x) sort by x desc nulls last limit 2
select x from values (2), (1), (null) t(x) cluster by x
select x from values (1), (2), (2) t(x) minus select 1
select 1 a, 'x' b intersect select 1L, 'x'
select 1 a except select 1.0
select 1 a intersect select '1'
select date'2024-01-01' intersect select timestamp'2024-01-01 00:00:00'
select array(1) intersect select array(1.0)
select true intersect select 1
select cast(1 as decimal(5,2)) except select 2
select null intersect select 1
select 1 except select null
select a.k, b.v from values ('a'), ('b') a(k) left join values ('a', 1) b(k, v) on a.k = b.k and b.v > 5 order by 1
select a.k, b.v from values ('a'), ('b') a(k) left join values ('a', 1) b(k, v) on a.k = b.k where b.v is null order by 1
select a.*, b.n from values (1, 'x') a(i, s) full join values (1, 2), (2, 3) b(i, n) on a.i = b.i order by n
select t1.x from values (1), (2), (3) t1(x) where x not in (select x from values (2) t2(x)) and exists (select 1 from values (3), (1) t3(y) where t3.y = t1.x) order by x
select x, case when x in (1, 2) then 'low' when x between 3 and 4 then 'mid' else 'high' end c from values (1), (3), (9), (null) t(x) order by x
select (select max(x) from values (1), (5) t(x)) + (select min(x) from values (1), (5) t(x))
select x from values (1), (2), (3) t(x) where x >= (select avg(y) from values (2), (3) s(y)) order by x
select * from values (1, 'a') t(x, y) where (select count(*) from values (1) s(z) where z = x) = 1
with a as (select 1 x union all select 2), b as (select x * 2 as y from a where x > 1) select a.x, b.y from a cross join b order by 1
with t(a, b) as (values (1, 2), (3, 4)) select sum(a), max(b) from t
select x + 1 as y, y * 2 as z, z - x as w from values (1) t(x)
select upper(s) as u, length(u) as l, concat(u, l) as c from values ('é') t(s)
select x as y, y + 1 as x2 from values (1) t(x) where x = 1
select date_format(d, 'yyyy-MM') as m, count(*) from values (date'2024-01-31'), (date'2024-01-01'), (date'2024-02-29') t(d) group by m order by m
select date_trunc('month', ts) m, sum(v) from values (timestamp'2024-01-31 23:59:59', 1), (timestamp'2024-02-01 00:00:00', 2) t(ts, v) group by 1 order by 1
select year(d) y, quarter(d) q, count(*) from values (date'2024-01-31'), (date'2023-12-31') t(d) group by year(d), quarter(d) order by 1
select map_from_entries(collect_list(struct(k, v))) from values ('a', 1), ('b', 2) t(k, v)
select array_join(sort_array(collect_set(k)), ',') from values ('b'), ('a'), ('b'), (null) t(k)
select transform(collect_list(v), x -> x * 10), aggregate(collect_list(v), 0, (a, x) -> a + x) from values (1), (2) t(v)
select max_by(k, v), min_by(k, v), max(struct(v, k)).k from values ('a', 1), ('b', 2) t(k, v)
select percentile_approx(v, 0.5), median(v), percentile(v, 0.9), mode(v) from values (1), (2), (2), (10) t(v)
select stddev_samp(v), stddev_pop(v), var_samp(v), var_pop(v) from values (1.5), (2.5), (10) t(v)
select corr(x, y), covar_samp(x, y), covar_pop(x, y) from values (1, 2.0), (2, 4.5), (3, 5.5) t(x, y)
select approx_count_distinct(x), count(distinct x) from values (1), (1), (2), (null) t(x)
select bool_or(x > 1), every(x > 0), count_if(x = 2), any(x is null) from values (1), (2) t(x)
select sum(if(x > 1, 1, 0)), sum(case when x > 1 then 1.5 end), avg(x) filter (where x > 1) from values (1), (2), (3) t(x)
select regexp_replace(s, '[^0-9]', ''), regexp_extract(s, '(\\d{3})-(\\d{4})', 2), s rlike '^\\d{3}-\\d{4}$' from values ('555-1234'), ('x555-1234y') t(s) order by s
select regexp_replace(s, '\\s+$', ''), trim(s), rtrim(s), length(s) from values (' a  ') t(s)
select split(s, '\\s*,\\s*'), size(split(s, ',')) from values ('a , b,c') t(s)
select regexp_extract_all('a1b22c333', '[a-z](\\d+)', 1), regexp_extract('foo=bar', '(\\w+)=(\\w+)', 2), regexp_replace('John Smith', '(\\w+) (\\w+)', '$2, $1')
select 'a.b.c' rlike '^a\\.b\\.c$', 'email@x.org' rlike '^[\\w.+-]+@[\\w-]+\\.[\\w.]+$', 'É' rlike '^[A-Z]$', 'tel: +33 1' rlike '\\+\\d+'
select regexp_replace('2024-02-29', '^(\\d{4})-(\\d{2})-(\\d{2})$', '$3/$2/$1'), regexp_replace('aaa', '(a)(a)?', '<$1$2>'), regexp_replace('abc', '[[:alpha:]]', 'x')
select regexp_replace('a-b_c d', '[-_ ]', ''), regexp_replace('(x)', '[()]', ''), regexp_replace('a]b', '[]]', ''), regexp_replace('a^b', '[\\^]', ''), regexp_replace('tab\there', '\\t', ' ')
select regexp_replace('Ünïcödé', '[^\\x00-\\x7F]', '?'), regexp_replace('Ünï', '\\W', '_'), regexp_replace('Ünï', '\\p{L}', 'L'), regexp_replace('a1', '\\p{IsDigit}', '#'), regexp_replace('A b', '\\p{Upper}', '*')
select regexp_substr('foobar', 'o+'), regexp_instr('foobar', 'o+'), regexp_substr('foobar', 'x'), regexp_instr('foobar', 'x'), regexp_instr(null, 'x'), regexp_count('foobar', 'o')
select mask('Abc-123-éÉ'), mask(null), mask('Ab1', 'U'), mask('Ab1', 'U', 'l'), mask('Ab1', null, null, null), url_encode('https://x.org/?q=é à'), url_decode('https%3A%2F%2Fx.org%2F%3Fq%3D%C3%A9+%C3%A0')
select ln(10), log10(5), log2(10), log(3, 10), log1p(0.5), exp(2.5), expm1(0.1), pow(1.1, 2.2), power(10, -3), sqrt(10), cbrt(10), atan(0.7), asin(0.3), acos(0.3), atan2(1, 3), sinh(1.5), cosh(1.5), tanh(0.5), hypot(1.1, 2.2), asinh(0.7), acosh(1.7), atanh(0.3)
select ln(2), ln(3), ln(7), ln(0.1), ln(1e-300D), ln(1e300D), log10(2), log10(1e-5D), log10(123456789), log2(3), log(2, 1024), log(10, 1000), log(7), pow(2, 0.5), pow(-2, 3), pow(-8, 0.333), pow(0, -1), pow(10, 308), pow(10, 309), exp(-745), exp(-746), exp(709.78), cbrt(-2), cbrt(1e-300D), power(1.0000001D, 1e7D)
select 1e-300D, 1.7976931348623157E308D, 4.9E-324D, 2.2250738585072014E-308D, 1.0E-283D, 123456789012345680000D, 1e23D, 9007199254740993D, 0.1D + 0.2D, 100D / 3, 1e16D, 1.0E-5D, cast(3.4028235E38 as float), cast(1.4E-45 as float), cast(16777217 as float), cast(0.1 as float) + 0.2D
select pow(2, -1000), pow(2, 1000), pow(10, 22), pow(10, 23), pow(3, 500), pow(7, -300), 1 / pow(3, 300), pow(1.5, 700)
select shiftrightunsigned(-1, 28), shiftrightunsigned(-1L, 60), shiftrightunsigned(8, 33), bit_get(5, 2), getbit(5Y, 7), bit_get(5L, 63), shiftleft(1S, 3), shiftright(-1Y, 1)
select octet_length('é'), octet_length(X'0102'), bit_length(X'01'), bit_length('é'), levenshtein('kitten', 'sitting', 2), levenshtein('kitten', 'sitting', 3), try_to_timestamp('2024-02-29 10:11:12'), try_to_timestamp('nope')
select locate('', 'abc', 2), locate('', '', 1), locate('', 'abc', 0), position('' in 'abc'), instr('', ''), instr('abc', '')
select from_unixtime(253402300799), from_unixtime(253402300800), date_format(timestamp_seconds(253402300800), 'y'), date_format(timestamp_seconds(253402300800), 'yyyy'), date_format(date'0005-01-01', 'yyyy'), date_format(date'0005-01-01', 'y')
select overlay('abcdef', 'XY', -2147483648), overlay('abcdef', 'XY', 0, 3), overlay('abc' placing '' from 2 for 1)
select unbase64('YQ=='), unbase64('YQ='), unbase64('YQ'), unbase64('Y Q = ='), unbase64('YWI'), unbase64('YWJj')
select get_json_object('{"a":1,"a":2}', '$.a'), get_json_object('{"a":{"b":1},"a":{"c":2}}', '$.a.c'), get_json_object('{"x":[{"k":1,"k":2}]}', '$.x[0].k'), get_json_object('{"a":1,"b":2,"a":3}', '$')
select greatest(0.0D, -0.0D), greatest(-0.0D, 0.0D), least(0.0D, -0.0D), array_max(array(-0.0D, 0.0D)), array_min(array(0.0D, -0.0D)), sort_array(array(0.0D, -0.0D))
select 9 div 0.0000000000000000001, 99999999999999999999999999999999999999 div 7, 99999999999999999999999999999999999999 % 1.5, 1.2345678901234567890123456789012345678 + 1234567890, 1.2345678901234567890123456789012345678 - 1234567890.5, pmod(-99999999999999999999999999999999999999, 1.25)

-- casts, comparisons, decimals, collections, JSON
cast(9 as decimal(1,0)) div cast(0.0000000000000000001 as decimal(20,19))
cast(-999.99 as decimal(5,2)) div cast(99999999999999999999999999999999999999 as decimal(38,0))
cast(-999.99 as decimal(5,2)) % cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(-999.99 as decimal(5,2)) div cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(1234567890 as decimal(10,0)) - cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(1234567890 as decimal(10,0)) % cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(123456789012.345678 as decimal(18,6)) + cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(123456789012.345678 as decimal(18,6)) div cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(99999999999999999999999999999999999999 as decimal(38,0)) div cast(-999.99 as decimal(5,2))
cast(99999999999999999999999999999999999999 as decimal(38,0)) div cast(1234567890 as decimal(10,0))
cast(99999999999999999999999999999999999999 as decimal(38,0)) % cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(99999999999999999999999999999999999999 as decimal(38,0)) div cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(99999999999999999999999999999999999999 as decimal(38,0)) % cast(0.0000000000000000001 as decimal(20,19))
cast(12345678901234567890.123456789012345678 as decimal(38,18)) + cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(12345678901234567890.123456789012345678 as decimal(38,18)) - cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(-999.99 as decimal(5,2))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) % cast(-999.99 as decimal(5,2))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) div cast(-999.99 as decimal(5,2))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(1234567890 as decimal(10,0))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) % cast(1234567890 as decimal(10,0))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(123456789012.345678 as decimal(18,6))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) div cast(123456789012.345678 as decimal(18,6))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) % cast(99999999999999999999999999999999999999 as decimal(38,0))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(12345678901234567890.123456789012345678 as decimal(38,18))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) - cast(12345678901234567890.123456789012345678 as decimal(38,18))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) % cast(12345678901234567890.123456789012345678 as decimal(38,18))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) div cast(12345678901234567890.123456789012345678 as decimal(38,18))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) div cast(0.0000000000000000001 as decimal(20,19))
cast(0.0000000000000000001 as decimal(20,19)) % cast(99999999999999999999999999999999999999 as decimal(38,0))
aggregate(array(1,2,3),0,(a,x)->a+x)
map_contains_key(map('a',1),'b')
cast(-5L as float)
cast(cast(1e30 as float) as date)
cast(cast('NaN' as float) as struct<a:string>)
select 1.0 as c except select 1.0
array_size(array(1))
cast(12345678901234567890123456789012345678 as string)
cast(9 as decimal(1,0)) / cast(12345678901234567890.123456789012345678 as decimal(38,18))
array_join(array('a',null,'b'),',','?')
cast(1 as float) in ('2024-01-01', null)
named_struct('a',1,'b',null)
select 1 as c except select 1.5D
cast(timestamp'2024-02-29 12:34:56.789' as decimal(38,10))
X'31' <=> '1'
cast('1 day' as struct<a:string>)
X'31' < 'a'
cast(-2147483648 as string)
coalesce(null, '2024-01-01', 'a')
greatest(cast(1 as decimal(20,5)), 1L)
cast(0.00 as decimal(5,2))
if(false, '1', cast(1 as float))
array(1) <=> null
coalesce(null, 1.5D, 'a')
array_union(array(),array(1))
select interval '1' day as c intersect select X'31'
filter(array(1,null,3),x->x>1)
greatest(null, cast(1 as float))
coalesce(null, 1.0, timestamp'2024-01-01 00:00:00')
if(false, timestamp'2024-01-01 00:00:00', 1)
'a' + 'a'
select null as c union all select timestamp'2024-01-01 00:00:00'
cast(X'' as struct<a:string>)
from_json('{"d":"2024-01-01","t":"2024-01-01T01:02:03Z"}','d DATE, t TIMESTAMP')
if(false, 1.0, '1')
nullif(true, 1L)
if(false, 1, '2024-01-01')
1.0 < interval '1' day
select '1' as c union all select timestamp'2024-01-01 00:00:00'
coalesce(null, date'2024-01-01', true)
cast(12345678901234567890123456789012345678 as tinyint)
if(false, timestamp'2024-01-01 00:00:00', '2024-01-01')
cast('abc' as decimal(3,3))
cast('2024-02-29 10:11:12.5' as binary)
cast('2024-02-29 10:11:12.5' as int)
cast(cast(-300 as smallint) as decimal(5,2))
cast('abc' as decimal(38,10))
1 >= cast(1 as decimal(20,5))
try_cast(12345678901234567890123456789012345678 as struct<a:string>)
cast(0.1D as int)
null in (cast(1 as decimal(20,5)), null)
1.0 >= 1.0
greatest(date'2024-01-01', 1)
select cast(1 as float) as c union all select cast(1 as float)
coalesce(null, timestamp'2024-01-01 00:00:00', '2024-01-01')
cast(' 12 ' as map<string,string>)
if(false, 'a', 'a')
cast(0.0000000000000000001 as decimal(20,19)) - cast(1.2345678901234567890123456789012345678 as decimal(38,37))
greatest('1', '1')
cast(9 as decimal(1,0)) * cast(99999999999999999999999999999999999999 as decimal(38,0))
date'2024-01-01' / true
cast(123456789012.345678 as decimal(18,6)) / cast(1234567890 as decimal(10,0))
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(0.0000000000000000001 as decimal(20,19))
select '2024-01-01' as c except select array(1)
if(false, 1L, interval '1' day)
coalesce(null, 1.0, 1.5D)
transform(array(1,2,null),x->x*2)
cast(0.00 as timestamp)
cast(1234567890 as decimal(10,0)) % cast(99999999999999999999999999999999999999 as decimal(38,0))
if(false, 1.5D, timestamp'2024-01-01 00:00:00')
if(false, interval '1' day, true)
cast(9 as decimal(1,0)) % cast(1.2345678901234567890123456789012345678 as decimal(38,37))
'a' >= interval '1' day
cast(1 as float) <> 1.5D
coalesce(null, date'2024-01-01', date'2024-01-01')
cast(date'0001-01-01' as struct<a:string>)
select null as c except select 1L
cast(X'31' as map<string,string>)
if(false, null, null)
null % timestamp'2024-01-01 00:00:00'
if(false, date'2024-01-01', 1L)
get(array(1,2),0)
cast(0.0000000000000000001 as decimal(20,19)) + cast(1.2345678901234567890123456789012345678 as decimal(38,37))
cast(1 as float) in ('a', null)
schema_of_json('[{"a":1},{"b":2}]')
'a' < array(1)
1L >= cast(1 as decimal(20,5))
select timestamp'2024-01-01 00:00:00' as c intersect select cast(1 as decimal(20,5))
interval '1' day - cast(1 as float)
timestamp'2024-01-01 00:00:00' div timestamp'2024-01-01 00:00:00'
interval '1' day % array(1)
'a' <=> cast(1 as float)
coalesce(null, true, interval '1' day)
coalesce(null, cast(1 as float), '1')
cast('é' as binary)
select 1 as c except select cast(1 as float)
arrays_overlap(array(1,null),array(3))
cast(1 as decimal(20,5)) >= cast(1 as float)
size(array(1,null))
cast(12345678901234567890123456789012345678 as float)
coalesce(null, X'31', X'31')
cast(99999999999999999999999999999999999999 as decimal(38,0)) % cast(99999999999999999999999999999999999999 as decimal(38,0))
true in (X'31', null)
coalesce(null, 1, '1')
1 <=> 1
cast(0.0000000000000000001 as decimal(20,19)) * cast(0.0000000000000000001 as decimal(20,19))
interval '1' day <=> 1L
null >= X'31'
timestamp'2024-01-01 00:00:00' >= X'31'
date'2024-01-01' in (1.0, null)
null * cast(1 as float)
select cast(1 as float) as c except select 1
X'31' < X'31'
array('2024-01-01', timestamp'2024-01-01 00:00:00')
coalesce(null, 1.5D, cast(1 as decimal(20,5)))
1 < true
cast(9 as decimal(1,0)) * cast(-999.99 as decimal(5,2))
cast('1 day' as string)
greatest(null, 1L)
null & interval '1' day
cast(1 as decimal(20,5)) >= 1.5D
select X'31' as c intersect select cast(1 as decimal(20,5))
to_json(struct(date'2024-01-01' as d),map('dateFormat','dd/MM/yyyy'))
try_cast(cast('NaN' as float) as smallint)
cast(12345678901234567890.123456789012345678 as decimal(38,18)) * cast(0.0000000000000000001 as decimal(20,19))
array_sort(array('é','e','z'))
1L in (null, null)
cast(cast(-128 as tinyint) as map<string,string>)
arrays_overlap(array(1,null),array(null))
cast('-1.5e3' as array<string>)
cast(-999.99 as decimal(5,2)) % cast(12345678901234567890.123456789012345678 as decimal(38,18))
cast(-1.7D as int)
cast(-5L as string)
select '2024-01-01' as c union all select 1L
nullif(cast(1 as float), 1L)
cast(X'31' as double)
'2024-01-01' * X'31'
cast('' as string)
select cast(1 as decimal(20,5)) as c union all select 1L
array(date'2024-01-01', '1')
cast(X'C3A9' as struct<a:string>)
cast(date'2024-02-29' as struct<a:string>)
sequence(10,1,-4)
cast('1 day' as binary)
to_json(struct(interval '1' day as i))
try_cast(-5L as date)
array('1', timestamp'2024-01-01 00:00:00')
select interval '1' day as c except select null
cast(123456789012.345678 as decimal(18,6)) % cast(9 as decimal(1,0))
try_cast(-2147483648 as int)
cast(-5L as double)
1.0 in (1.5D, null)
1.0 - 1.0
cast(12345678901234567890123456789012345678 as array<string>)
cast(date'0001-01-01' as decimal(38,10))
greatest(cast(1 as float), array(1))
cast(cast('NaN' as float) as binary)
cast(1e300D as smallint)
cast(cast(1.7 as float) as decimal(5,2))
cast(cast(-300 as smallint) as decimal(3,3))
cast(-2147483648 as struct<a:string>)
cast(9 as decimal(1,0)) * cast(9 as decimal(1,0))
cast(cast(-300 as smallint) as smallint)
coalesce(null, 1.0, '2024-01-01')
cast(timestamp'1969-12-31 23:59:59.999999' as bigint)
cast(cast('-Infinity' as double) as decimal(3,3))
array_repeat(1,-1)
cast(0.00 as bigint)
cast('-1.5e3' as smallint)
coalesce(null, date'2024-01-01', 'a')
cast(1 as decimal(20,5)) || null
cast(cast(-128 as tinyint) as bigint)
if(false, 1.5D, 1L)
if(false, '2024-01-01', '2024-01-01')
try_cast(7 as int)
cast(0.0000000000000000001 as decimal(20,19)) - cast(99999999999999999999999999999999999999 as decimal(38,0))
cast(date'1969-12-31' as struct<a:string>)
try_cast(cast(-123.45 as decimal(5,2)) as date)
cast(-2147483648 as boolean)
cast(cast(-128 as tinyint) as decimal(3,3))
select 1L as c intersect select date'2024-01-01'
X'31' in ('2024-01-01', null)
array(array(1), 1L)
cast(-999.99 as decimal(5,2)) div cast(123456789012.345678 as decimal(18,6))
cast(1234567890 as decimal(10,0)) div cast(9 as decimal(1,0))
cast(-1.7D as map<string,string>)
cast(array(1,null) as string)
coalesce(null, 1L, '1')
null = 1L
cast(-2147483648 as smallint)
nullif('a', null)
nullif(timestamp'2024-01-01 00:00:00', 1.5D)
cast(123456789012.345678 as decimal(18,6)) * cast(12345678901234567890.123456789012345678 as decimal(38,18))
X'31' in (1.5D, null)
cast(9 as decimal(1,0)) / cast(0.0000000000000000001 as decimal(20,19))
cast(7 as decimal(5,2))
try_cast(X'C3A9' as double)
cast(1234567890 as decimal(10,0)) / cast(12345678901234567890.123456789012345678 as decimal(38,18))
if(false, 1.5D, X'31')
forall(array(),x->false)
select X'31' as c intersect select cast(1 as float)
select cast(1 as decimal(20,5)) as c except select interval '1' day
try_cast(cast(-123.45 as decimal(5,2)) as array<string>)
true <=> true
cast('' as smallint)
cast(cast(1e30 as float) as map<string,string>)
cast(1 as float) >= 'a'
cast(1 as decimal(20,5)) in ('1', null)
select 1 as c intersect select date'2024-01-01'
array_insert(array(1,2),0,9)
cast(cast(-0.0 as float) as binary)
cast(cast(-300 as smallint) as decimal(38,10))
coalesce(null, 'a', null)
cast(1.2345678901234567890123456789012345678 as decimal(38,37)) + cast(1.2345678901234567890123456789012345678 as decimal(38,37))
from_json('{"a":1','a INT',map('mode','FAILFAST'))
date'2024-01-01' < 1.5D
select '2024-01-01' as c union all select null
cast(12345678901234567890.123456789012345678 as decimal(38,18)) * cast(99999999999999999999999999999999999999 as decimal(38,0))
1.5D >= 'a'
select true as c intersect select interval '1' day
date'2024-01-01' * 1L
if(false, 1, interval '1' day)
cast(0.1D as map<string,string>)
if(false, 1L, null)
cast(timestamp'1969-12-31 23:59:59.999999' as boolean)
cast(timestamp'1969-12-31 23:59:59.999999' as struct<a:string>)
X'31' in ('1', null)
'1' in (null, null)
cast(cast(5 as tinyint) as timestamp)
coalesce(null, timestamp'2024-01-01 00:00:00', timestamp'2024-01-01 00:00:00')
cast(0.1D as decimal(3,3))
cast(1 as float) div X'31'
cast(timestamp'2024-02-29 12:34:56.789' as array<bigint>)
cast(-2147483648 as double)
cast(cast('-Infinity' as double) as binary)
cast(12345678901234567890123456789012345678 as date)
cast(cast(-0.0 as float) as int)
select 'a' as c union all select '2024-01-01'
array(1) < 'a'
cast('2024-02-29 10:11:12.5' as float)
coalesce(null, null, cast(1 as float))
interval '1' day <> 1.0
cast(-2147483648 as int)
try_cast(date'1969-12-31' as binary)
cast('2024-02-29 10:11:12.5' as decimal(5,2))
interval '1' day = true
'a' >= 'a'
cast(cast(1.7 as float) as struct<a:string>)
try_cast(timestamp'2024-02-29 12:34:56.789' as smallint)
try_cast(cast('NaN' as float) as string)
'2024-01-01' = X'31'
cast('' as struct<a:string>)
X'31' - interval '1' day
cast(0.0000000000000000001 as decimal(20,19)) / cast(9 as decimal(1,0))
array_distinct(array(1,null,1,null,2))
X'31' <=> interval '1' day
interval '1' day & 1.5D
cast(timestamp'1969-12-31 23:59:59.999999' as double)
cast(X'31' as array<string>)
date'2024-01-01' in (true, null)
cast(1234567890 as decimal(10,0)) % cast(1234567890 as decimal(10,0))
cast(cast(-128 as tinyint) as string)
cast(cast(-123.45 as decimal(5,2)) as date)
cast(-2147483648 as decimal(3,3))
1.5D div 1L
'1' % 1
cast(0.00 as boolean)
cast(-1.7D as date)
cast(cast(1e30 as float) as bigint)
cast(false as decimal(38,10))
cast(cast(-0.0 as float) as string)
cast(cast(5 as tinyint) as struct<a:string>)
cast(-1.7D as tinyint)
try_cast('é' as decimal(5,2))
try_cast(cast(-300 as smallint) as decimal(38,10))
date'2024-01-01' * '1'
coalesce(null, true, 1L)
'a' <> X'31'
if(false, 1, '1')
coalesce(null, date'2024-01-01', X'31')
array(1) in ('2024-01-01', null)
cast('1 day' as array<bigint>)
cast(1 as decimal(20,5)) * 1.5D
cast(123456789012.345678 as decimal(18,6)) - cast(-999.99 as decimal(5,2))
try_cast('1 day' as timestamp)
cast(9 as decimal(1,0)) + cast(9 as decimal(1,0))
array_remove(array(1,null,1,2),1)
coalesce(null, '1', cast(1 as decimal(20,5)))
'1' & '2024-01-01'
null < interval '1' day
try_cast(7 as struct<a:string>)
to_json(struct(array() as a,map() as m))
'1' < null
cast(' 12 ' as array<string>)
cast(cast(1e30 as float) as struct<a:string>)
select cast(1 as float) as c except select true
array_intersect(array(1,null,2,2),array(null,2))
1.0 - 'a'
cast(cast(5 as tinyint) as map<string,string>)
if(false, date'2024-01-01', 1.5D)
cast(1e300D as decimal(3,3))
select X'31' as c except select null
cast(array(1,null) as array<bigint>)
cast(1 as decimal(20,5)) < true
1.0 <=> '2024-01-01'
cast(1 as decimal(20,5)) in (1.5D, null)
greatest('1', 1.5D)
cast(cast(-0.0 as float) as timestamp)
select 1 as c except select 1L
cast('true' as smallint)
array_append(array(1),1.5)
cast(12345678901234567890.123456789012345678 as decimal(38,18)) + cast(-999.99 as decimal(5,2))
sequence(date'2024-01-30',date'2024-03-31',interval 1 month)
try_cast(cast(5 as tinyint) as decimal(3,3))
array_repeat('a',3)
'a' = '2024-01-01'
cast(-5L as date)
'1' * 1.0
array(1) in (true, null)
true < interval '1' day
true in (1, null)
try_cast('1 day' as string)
get_json_object('x','$.a')

-- Zeros of both signs.
with t as (select * from values (0.0D, 2), (-0.0D, 1), (0.0D, 0), (-1.0D, 9) t(x, y)) select x, y from t order by x, y
with t as (select * from values (-0.0D, 2), (0.0D, 1), (-0.0D, 3) t(x, y)) select x, y from t order by x, y
with t as (select * from values (-0.0D, 2), (0.0D, 1), (-0.0D, 3) t(x, y)) select x, y from t order by x desc, y
with t as (select * from values (-0.0D, 2), (0.0D, 1), (-0.0D, 3) t(x, y)) select max(x), min(x) from t
with t as (select * from values (0.0D, 2), (-0.0D, 1), (-0.0D, 3) t(x, y)) select max(x), min(x) from t
with t as (select * from values (-0.0D, 2), (0.0D, 1) t(x, y)) select max(x), min(x) from t
with t as (select * from values (0.0D, 2), (-0.0D, 1) t(x, y)) select max(x), min(x) from t
with t as (select * from values (0.0F, 2), (-0.0F, 1) t(x, y)) select max(x), min(x) from t
with t as (select * from values (-0.0F, 2), (0.0F, 1) t(x, y)) select max(x), min(x) from t
with t as (select * from values (-0.0D, 2, 1), (0.0D, 1, 1), (0.0D, 3, 2), (-0.0D, 3, 2) t(x, y, k)) select k, max(x), min(x) from t group by k order by k
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1) t(x, y)) select max(x), min(x) from t
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1) t(x, y)) select x, y from t order by x, y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, y, rank() over (order by x), dense_rank() over (order by x), row_number() over (order by x, y), sum(y) over (order by x) from t order by x, y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y, sum(y) over (partition by x order by y), count(*) over (partition by x) from t order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select distinct x from t order by 1
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, count(*), sum(y) from t group by x order by x
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select count(distinct x) from t
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select a.y, b.y, a.x, b.x from t a join t b on a.x = b.x order by 1, 2
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x = 0 order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x = -0.0D order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x >= 0.0D order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x < 0.0D order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x in (0.0D, 5.0D) order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where x in (select 0.0D) order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y, x <=> 0.0D, x = 0.0D, x > -0.0D from t order by y
with t as (select cast(x as double) x from values ('-0.0'), ('0.0') t(x)) select x from t union select 0.0D order by 1
with t as (select cast(x as double) x from values ('-0.0'), ('0.0') t(x)) select x from t intersect select 0.0D
with t as (select cast(x as double) x from values ('-0.0'), ('0.0') t(x)) select x from t except select 0.0D
array_sort(array(0.0D, -0.0D, 1.0D, -0.0D))
sort_array(array(0.0D, -0.0D, 1.0D, -0.0D))
sort_array(array(0.0D, -0.0D, 1.0D, -0.0D), false)
sort_array(array(-0.0D, 0.0D, 1.0D, -0.0D), false)
array_max(array(0.0D, -0.0D))
array_max(array(-0.0D, 0.0D))
array_min(array(0.0D, -0.0D))
array_min(array(-0.0D, 0.0D))
greatest(0.0D, -0.0D), greatest(-0.0D, 0.0D), least(0.0D, -0.0D), least(-0.0D, 0.0D)
greatest(0.0F, -0.0F), greatest(-0.0F, 0.0F), least(0.0F, -0.0F), least(-0.0F, 0.0F)
array_distinct(array(0.0D, -0.0D, 1.0D))
array_distinct(array(-0.0D, 0.0D, 1.0D))
array_union(array(-0.0D), array(0.0D)), array_intersect(array(-0.0D), array(0.0D)), array_except(array(-0.0D), array(0.0D))
array_contains(array(-0.0D), 0.0D), array_position(array(1D, -0.0D), 0.0D), array_remove(array(1D, -0.0D), 0.0D), arrays_overlap(array(-0.0D), array(0.0D))
map(0.0D, 1, -0.0D, 2)
map(-0.0D, 1)[0.0D]
0.0D = -0.0D, 0.0D < -0.0D, 0.0D <=> -0.0D, 0.0D >= -0.0D
array(0.0D) = array(-0.0D), array(0.0D) < array(-0.0D), struct(0.0D) = struct(-0.0D), struct(0.0D, 1) < struct(-0.0D, 2)
nullif(0.0D, -0.0D), case 0.0D when -0.0D then 'y' else 'n' end, 0.0D between -0.0D and -0.0D
hash(0.0D), hash(-0.0D), xxhash64(-0.0D), xxhash64(0.0D)
with t as (select * from values (0.0D, 1), (-0.0D, 2), (0.0D, 3) t(x, y)) select max_by(y, x), min_by(y, x) from t
with t as (select * from values (struct(0.0D, 1)), (struct(-0.0D, 2)), (struct(0.0D, 0)) t(s)) select max(s), min(s) from t
with t as (select * from values (struct(0.0D, 1)), (struct(-0.0D, 2)), (struct(0.0D, 0)) t(s)) select s from t order by s
with t as (select * from values (array(0.0D, 1D)), (array(-0.0D, 2D)), (array(0.0D, 0D)) t(s)) select s from t order by s
with t as (select * from values (0.0D, 1), (-0.0D, 2), (0.0D, 3) t(x, y)) select max(x) over (order by y), min(x) over (order by y) from t order by y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (-0.0D, 3) t(x, y)) select max(x) over (order by y), min(x) over (order by y) from t order by y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (-0.0D, 3) t(x, y)) select max(x) over (order by y rows between 1 preceding and current row), min(x) over (order by y rows between 1 preceding and current row) from t order by y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (-0.0D, 3), (1D, 4), (double('nan'), 5), (null, 6) t(x, y)) select y, count(*) over (order by x range between current row and current row) from t order by y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (-0.0D, 3), (1D, 4), (double('nan'), 5), (double('nan'), 7), (null, 6) t(x, y)) select x, y, rank() over (order by x desc nulls last) from t order by x desc, y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (-0.0D, 3), (1D, 4), (double('nan'), 5), (double('nan'), 7), (null, 6) t(x, y)) select y, sum(y) over (order by x range between 0 preceding and 1 following) from t order by y
with t as (select * from values (-0.0D, 1), (0.0D, 2), (0.0D, 3) t(x, y)) select percentile(x, 0.5), percentile(x, 0.1), percentile_approx(x, 0.5), median(x), mode(x) from t
with t as (select * from values (-0.0D, 1), (0.0D, 2), (0.0D, 3) t(x, y)) select sum(x), avg(x), first(x), collect_set(x), approx_count_distinct(x) from t
with t as (select * from values (-0.0D), (-0.0D) t(x)) select sum(x), avg(x) from t
with t as (select cast(x as float) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, y, rank() over (order by x), dense_rank() over (order by x), row_number() over (order by x, y), sum(y) over (order by x) from t order by x, y
with t as (select cast(x as float) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, count(*), sum(y) from t group by x order by x
with t as (select cast(x as float) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select a.y, b.y from t a join t b on a.x = b.x order by 1, 2
with t as (select cast(x as float) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, y from t order by x desc, y limit 2
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select a.y, b.y from t a left join t b on a.x = b.x and a.y < b.y order by 1, 2
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y from t where not exists (select 1 from t b where b.x = t.x and b.y > t.y) order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select collect_list(x) from (select x from t order by x, y)
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select y, row_number() over (partition by x order by y) from t order by y
with t as (select cast(x as double) x, y from values ('-0.0', 2), ('0.0', 1), ('0', 3), ('1', 3) t(x, y)) select x, y, ntile(2) over (order by x, y), percent_rank() over (order by x), cume_dist() over (order by x) from t order by y, x desc

-- Zeros, dates with odd texts, intervals of several units, ranges.
cast("+." as int), cast("-." as int), cast(".." as int), cast(".e" as int), cast(". " as int), cast(".5" as int), cast("-.5" as int)
date_add('2024-01-01', 'x')
date_add('2024-01-01', '5')
date_add('2024-01-01', '1.5')
select date_add(date'2024-01-01', s) from values ('1') t(s)
select date_add(date'2024-01-01', s) from values (1.5) t(s)
select date'2024-01-01' + s from values ('1') t(s)
to_date("+12024-01-01","yyyy-MM-dd")
to_date("-24-01-01","yyyy-MM-dd")
to_date("2024- 03-05","yyyy-MM-dd")
to_date("2024-03- 05","yyyy-MM-dd")
to_date("2024 -03-05","yyyy-MM-dd")
to_date("\t2024-03-05","yyyy-MM-dd")
to_date(" 05/03/2024","dd/MM/yyyy")
to_date("05/ 03/2024","dd/MM/yyyy")
to_date("x05/03/2024","dd/MM/yyyy")
to_date(" Mar 05 2024","MMM dd yyyy")
to_date("Mar  05 2024","MMM dd yyyy")
to_date("","yyyyMMdd"), to_date(" ","yyyy-MM-dd")
to_date("2024-03-05"," yyyy-MM-dd")
select sum(x) over (order by x range between 1 preceding and current row) from values (1) t(x)
select sum(x) over (order by x range between 1 preceding and 2 preceding) from values (1) t(x)
select sum(x) over (order by x range between 1 preceding and 2 following) from values (1.5D) t(x)
select sum(x) over (order by x range between 1L preceding and current row) from values (1L) t(x)
select sum(x) over (order by d range between interval 1 day preceding and current row) from values (1, date'2024-01-01') t(x, d)
select sum(x) over (order by d range between 1 preceding and current row) from values (1, date'2024-01-01') t(x, d)
select array_sort(array(1)), array_sort(x), sort_array(x), sort_array(x, false) from values (array(1)) t(x)
select date'2024-01-01' + interval -1 day, date'2024-01-01' - interval 1 day, date'2024-01-01' + interval 2 weeks
select d + interval 1 day, d - interval 3 days, d + interval 1 month, d - interval 1 year, d + interval 1 hour from values (date'2024-01-01') t(d)
select d + interval 1 day, d - interval 3 days, d + interval 1 month, d - interval 1 year, d + interval 1 hour from values (timestamp'2024-01-01') t(d)
select d + 1, d - 1, d + x, d - x, d + 1Y, d - d from values (date'2024-01-01', 1) t(d, x)
select d + 1S, d - 2Y, date'2024-01-01' + 1S from values (date'2024-01-01', 1) t(d, x)
select 0.0000001, 0.000001, 0.00000010, 123.0000000001, 0.0000000, 0.000000, -0.00000001, 1.0E-7
select d + interval '1' day, interval 1 day + d from values (date'2024-01-01') t(d)
date'2024-01-31' + interval 1 year + interval 1 month
date'2024-01-31' - interval '1 year 1 month'
select d + interval 1 year 2 months, d - interval 1 day 3 hours 5 minutes from values (timestamp'2024-01-31 10:00:00') t(d)
select d + interval -1 year 2 months, d + interval 1 week 1 day, d + interval '2' days '3' hours from values (timestamp'2024-01-31 10:00:00') t(d)
select cast('2024-01-31' as date) + interval 1 month - interval 1 day
select d + interval 1 month 1 day from values (timestamp'2024-01-31 10:00:00') t(d)
interval '3 days'
select collect_set(x) from values (0.0F), (-0.0F) t(x)
element_at(map(0.0D, 1), -0.0D), map_contains_key(map(0.0D, 1), -0.0D), array_position(array(double('nan')), double('nan')), array_contains(array(double('nan')), double('nan'))
map_contains_key(map(-0.0D, 1), 0.0D), size(map(-0.0D, 1, 0.0D, 2))
array_remove(array(double('nan'), 1D), double('nan')), double('nan') in (double('nan')), double('nan') = double('nan')
struct(double('nan')) = struct(double('nan')), array(double('nan')) <=> array(double('nan'))
-(0.0D), 0.0D * -1, -0.0D + 0, cast(-0.0D as string), cast(-0.0D as int), cast(-0.0D as decimal(2,1)), cast('-0' as double), sqrt(-0.0D), signum(-0.0D), ceil(-0.5D), floor(-0.0D), trunc(date'2024-01-01','mm'), negative(0.0D)
-0.0F in (0.0F), abs(-0.0F), round(-0.0F), bround(-0.04F, 1), round(-0.04D, 1), round(-0.4D), bround(-0.5D), rint(-0.4D), ceil(-0.4D, 0), round(-0.4F)
atan2(0.0D, -0.0D), atan2(-0.0D, -1), atan2(-0.0D, -0.0D), pow(-0.0D, 1), exp(-0.0D), greatest(-0.0D, -1), pmod(-0.0D, 3), -0.0D % 3, mod(-4.0D, 2)
select x from values (-0.0D) t(x) group by x
select x, count(*) from values (array(-0.0D)), (array(0.0D)) t(x) group by x
select distinct x from values (named_struct('a', -0.0D)), (named_struct('a', 0.0D)) t(x)
select count(*) from values (named_struct('a', -0.0D), 1) t(x, y) join values (named_struct('a', 0.0D), 1) u(x, y) on t.x = u.x
select s from values (named_struct('a', -0.0D, 'b', 2), 1), (named_struct('a', 0.0D, 'b', 1), 2), (named_struct('a', -0.0D, 'b', 0), 3) t(s, y) order by s
select max(s), min(s) from values (named_struct('a', -0.0D, 'b', 1), 1), (named_struct('a', 0.0D, 'b', 1), 2), (named_struct('a', -0.0D, 'b', 0), 3) t(s, y)

-- Ambiguous names and names of columns.
select a from (select 1 as a, 2 as A) s
select A from (select 1 as a, 2 as A) s
select s.a from (select 1 as a, 2 as A) s
select * from (select 1 as a, 2 as A) s
select a from (select 1 as a, 2 as a) s
with t as (select 1 as a) select a, A from t
with t as (select 1 as a), u as (select a, A from t) select a from u
with t as (select 1 as a), u as (select a, a as A from t) select a from u
with t as (select 1 as a), u as (select a, t.A from t) select A from u
with t as (select 1 as a), u as (select 2 as A) select a from t join u on true
with t as (select 1 as a), u as (select 1 as A) select t.a, u.A from t join u on t.a = u.a
with t as (select 1 as a), u as (select 1 as A) select a from (select * from t join u on t.a = u.a)
with t as (select 1 as a), u as (select 1 as A) select a from t left semi join u on t.a = u.a
with t as (select 1 as a), u as (select 1 as A) select * from t, u where a = 1
select x as a, y as A from values (1, 2) t(x, y) order by a
with t as (select 1 as a) select a, A from t order by a
select x as a, y as A from values (1, 2) t(x, y) group by a, A
select count(*) from (select 1 as a, 2 as A) s group by a
select count(*) from (select 1 as a, 2 as A) s where a = 1
select max(a) from (select 1 as a, 2 as A) s
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
select 1E400
select 12345678901234567890123456789012345678901
select 1L, 1S, 1Y, -1L
select 1.0E3 + 1
select 'a"b', "a'b", 'a\nb', 'tab\t'
select 1e308 * 10, 1e0
select interval 1 day, interval '1' day
select date'2024-1-1', timestamp'2024-01-01 10:00'
select x'1F', X'abc'
select null, true, false
select (1, 2), struct(1 as a, 2), array(1, 2), map('a', 1)
select a.b, a['b'], m['k'], arr[0] from (select struct(1 as b) a, map('k', 1) m, array(1) arr)
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
select if(true, 1, 2), iff(true, 1, 2)
select case when true then 1 end, case 1 when 1 then 2 else 3 end
select ceil(1.5), ceiling(1.5), floor(1.5), round(1.5), log(2), ln(2), nvl(null, 1), ifnull(null, 1), nvl2(1, 2, 3), coalesce(null, 1), nullif(1, 2)
select to_date('2024-01-01'), to_date('2024-01-01', 'yyyy'), date('2024-01-01'), to_timestamp('2024-01-01')
select concat('a', 'b'), 'a' || 'b', concat_ws('-', 'a', 'b'), 'a' || 'b' || 'c'
select split('a', 'b'), split('a', 'b', 2), element_at(array(1), 1), array(1)[0], size(array(1)), cardinality(array(1))
select datediff(date'2024-01-02', date'2024-01-01'), datediff(day, date'2024-01-01', date'2024-01-02'), date_diff(date'2024-01-02', date'2024-01-01')
select timestampadd(day, 1, date'2024-01-01'), dateadd(day, 1, date'2024-01-01'), timestampdiff(day, date'2024-01-01', date'2024-01-02')
select collect_list(x), collect_set(x), array_agg(x), any_value(x), some(x > 1), every(x > 1), bool_and(x > 1) from values (1) t(x)
select approx_count_distinct(x), stddev(x), stddev_samp(x), var_pop(x), variance(x), corr(x, x), std(x) from values (1) t(x)
select grouping(x), grouping_id(x), grouping_id() from values (1) t(x) group by cube(x) order by 1
select x as `My Col`, `My Col` from (select 1 as x, 2 as `My Col`)
select try_cast('a' as int), cast(1 as decimal), cast(1 as varchar(3)), cast(1 as array<int>) is null

-- Correlated subqueries as columns.
select (select max(v) from values (1, 1, 1) u(k, v, w) where u.k = t.k and u.w = t.j) from values (1, 1) t(k, j)
select (select max(v) + t.j from values (1, 1, 1) u(k, v, w) where u.k = t.k) from values (1, 1) t(k, j)
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

-- Set operations that count, arrays, regular expressions, and what a project writes.
select x from values (1), (1), (2) t(x) except all select x from values (1) u(x) order by x
select x from values (1), (1), (2), (null), (null) t(x) intersect all select x from values (1), (1), (1), (null) u(x) order by x
select x, y from values (1, 'a'), (1, 'a'), (1, 'b') t(x, y) except all select 1, 'a' order by x, y
select x from values (1.5), (2) t(x) except all select x from values (2) u(x) order by x
select x from values (1), (1), (2), (2), (2) t(x) intersect all select x from values (2), (2), (1) u(x) except all select 2 order by x
select count(*) from (select x from values (1), (1) t(x) except all select x from values (1) u(x))
select x from values (0.0D), (-0.0D) t(x) except all select 0.0D
select distinct x from values (1), (1), (2) t(x) except all select 1 order by x
map_concat(map('a', 1), map('b', 2))
map_concat(map('a', 1), null)
map_concat(map('a', 1), map('a', 2))
map_concat(map(1, 'a'))
map_concat(map('a', 1), array(1))
select map_concat(m, map('z', 9)) from values (map('a', 1)), (null) t(m)
arrays_zip(array(1, 2), array('a', 'b', 'c'))
arrays_zip(array(), array(1))
select arrays_zip(a, b) from values (array(1, 2), array(3)) t(a, b)
arrays_zip(array(1))
array_insert(array(1, 2, 3), 1, 9)
array_insert(array(1, 2, 3), 4, 9)
array_insert(array(1, 2, 3), 6, 9)
array_insert(array(1, 2, 3), 0, 9)
array_insert(array(1, 2, 3), -1, 9)
array_insert(array(1, 2, 3), -3, 9)
array_insert(array(1, 2, 3), -4, 9)
array_insert(array(1, 2, 3), -6, 9)
array_insert(array(1, 2, 3), null, 9), array_insert(array(1), 1, null)
array_insert(array('a'), 2, 'b')
array_insert(array(1, 2), 2, 1.5)
array_insert(null, 1, 1)
array_insert(array(1), 1, 'x')
str_to_map('a=1;b=2', ';', '='), str_to_map('a:1,b:2'), str_to_map('a'), str_to_map('')
regexp_replace('abc123', '(?<=c)1', 'X'), regexp_extract('foobar', 'foo(?=bar)', 0), 'abc' rlike '^(?!x)'
regexp_replace('aXbX', 'X(?!$)', '-'), regexp_extract_all('a1b22c333', '(?<=[a-z])\\d+', 0)
regexp_replace('hello world', '(\\w)\\1', '<$1$1>'), regexp_extract('aa bb', '(.)\\1', 1), regexp_count('aabbcc', '(.)\\1')
split('a1b2c3', '(?<=\\d)'), split('CamelCaseWord', '(?=[A-Z])'), split('a,b;c', '[,;](?!c)')
regexp_replace('a+b', 'a++b', 'x'), regexp_replace('aaa', 'a++', 'x'), regexp_extract('aaab', '(?>a+)b', 0), 'aaa' rlike 'a*+a'
regexp_replace('12345678', '(?<=\\d)(?=(\\d{3})+$)', ',')
regexp_replace('abc', '(?<=a|bc)b', 'x'), regexp_substr('abc', '(?<!a)c'), regexp_instr('abcabc', '(?<=b)c')
regexp_replace('abc', 'b', '$0$0'), regexp_replace('abc', '(b)', '[$1]'), regexp_replace('abc', 'b', '\\$'), regexp_replace('abc', '(b)', '$10')
regexp_replace('aaa', 'a', 'b', 2), regexp_replace('abc', '', '-'), regexp_replace('abc', '(?i)B', 'x')
select collect_list(x) from (select x from values (3, 1), (1, 2), (2, 0) t(x, y) order by y)
select first(x), last(x) from (select x from values (3, 1), (1, 2), (2, 0) t(x, y) order by y desc)
select collect_list(u) from (select upper(x) u from values ('c', 1), ('a', 2), ('b', 0) t(x, y) order by y)
select k, collect_list(x) from (select k, x from values ('p', 3, 1), ('q', 1, 2), ('p', 2, 0) t(k, x, y) order by y) group by k order by k
select collect_list(x) from (select x from (select * from values (3, 1), (1, 2), (2, 0) t(x, y)) order by y limit 2)
select concat_ws(',', collect_list(x)) from (select x from values ('c', 1), ('a', 2), ('b', 0) t(x, y) order by y desc)
select array_join(collect_list(x), '|') from (select x, y from values ('c', 1), ('a', 2), ('b', 0) t(x, y) order by y) where x <> 'a'
select sort_array(collect_set(x)) from values (2), (1), (2), (null) t(x)
select k, count(*), count(v), sum(v), grouping(k) from values ('a', 1), ('b', null), (null, 3) t(k, v) group by rollup(k) order by grouping(k), k
select k, j, sum(v), grouping_id() from values ('a', 'x', 1), ('b', 'y', 2), ('a', 'y', 3) t(k, j, v) group by cube(k, j) order by grouping_id(), k, j
select k, j, sum(v) from values ('a', 'x', 1), ('b', 'y', 2), ('a', 'y', 3) t(k, j, v) group by grouping sets ((k), (j), ()) order by k, j
select k, sum(v) s from values ('a', 1), ('b', 2) t(k, v) group by k with rollup having sum(v) > 1 order by s
select k, sum(v), rank() over (order by sum(v) desc) from values ('a', 1), ('b', 2), ('a', 5) t(k, v) group by k order by k
select x, sum(x) over (order by x rows between 1 preceding and 1 following), avg(x) over (order by x rows between unbounded preceding and 1 preceding) from values (1), (2), (3) t(x) order by x
select x, first_value(x) over (order by x desc), last_value(x) over (order by x), nth_value(x, 2) over (order by x) from values (1), (2), (3) t(x) order by x
select x, lag(x, 2, -1) over (order by x), lead(x) over (order by x), lag(x, -1) over (order by x) from values (1), (2), (3) t(x) order by x
select x, ntile(2) over (order by x), percent_rank() over (order by x), cume_dist() over (order by x) from values (1), (2), (2), (3) t(x) order by x
select x, count(*) over (partition by x % 2), max(x) over (partition by x % 2 order by x) from values (1), (2), (3), (4) t(x) order by x
select x, sum(x) over (order by x range between 1 preceding and 1 following) from values (1), (2), (4), (null) t(x) order by x
select k, v, sum(v) over w, row_number() over w from values ('a', 1), ('a', 2), ('b', 3) t(k, v) window w as (partition by k order by v) order by k, v
select x, lag(x) ignore nulls over (order by y), last_value(x, true) over (order by y) from values (1, 1), (null, 2), (3, 3) t(x, y) order by y
select k, e from values ('a', array(1, 2)), ('b', array()), ('c', null) t(k, a) lateral view outer explode(a) x as e order by k, e
select k, p, e from values ('a', array(10, 20)), ('b', null) t(k, a) lateral view posexplode(a) x as p, e order by k, p
select k, e, f from values ('a', array(1, 2), array(3)) t(k, a, b) lateral view explode(a) x as e lateral view explode(b) y as f order by e
select inline(array(struct(1 as a, 'x' as b), struct(2, 'y')))
select mode(x), max_by(x, y), min_by(x, y), any_value(x), count_if(x > 1), bool_or(x > 1) from values (1, 5), (2, 3), (2, 9) t(x, y)
from_json('{"a":1,"b":"x"}', 'a int, b string'), from_json('{"a":"1"}', 'a int'), from_json('bad', 'a int'), from_json('{"a":1}', 'a int', map('mode', 'FAILFAST'))
from_json('[1,2]', 'array<int>'), from_json('{"a":{"b":[1]}}', 'struct<a:struct<b:array<int>>>'), from_json('{"x":1}', 'map<string,int>')
to_json(struct(1 as a, null as b)), to_json(map('a', 1)), to_json(array(1, 2)), to_json(struct(date'2024-01-01' as d, timestamp'2024-01-01' as t))
to_json(struct(date'2024-01-31' as d), map('dateFormat', 'dd/MM/yyyy')), to_json(struct(timestamp'2024-01-01 10:00:00' as t), map('timestampFormat', 'yyyy'))
to_json(struct(null as a), map('ignoreNullFields', 'false')), get_json_object('{"a":[{"b":1},{"b":2}]}', '$.a[*].b'), get_json_object('{"a":1}', '$.b')
format_string('%05d|%.2f|%s|%x|%,d|%-5s|', 42, 3.14159D, 'x', 255, 1234567, 'ab')
initcap('hello wORLD-foo bar_baz'), soundex('Robert'), levenshtein('kitten', 'sitting'), translate('abc', 'ab', 'x'), ascii('é'), chr(233), base64('abc'), crc32('abc')
upper('straße'), lower('İSTANBUL'), length('é'), char_length('😀'), reverse('a😀b'), octet_length('é'), bit_length('é'), trim('  x  '), ltrim('xxa', 'x')
substring('hello', -3, 2), substring('hello', 0, 2), substring('hello', 10), left('hello', -1), substr('hello' from 2), instr('hello', 'l'), locate('l', 'hello', 4), position('lo' in 'hello')
concat(1, 'a', true, null), concat_ws(',', 'a', null, array('b', null), 'c'), concat(array(1), array(2)), 'a' || 1, concat_ws(null, 'a')
'10' + 1, '10' + '1', '1.5' * 2, 'a' + 1, 1 + true, '5' > 3, '5' = 5.0, 'abc' > 1, true = 'true', 1 = true
cast(1.5 as int), cast('1.9' as int), cast(-1.9 as int), cast(300 as tinyint), cast('300' as tinyint), cast(1e20 as bigint), cast('abc' as double), cast(true as int)
cast(12345.678 as decimal(5, 2)), cast('12.345' as decimal(4, 2)), 1.0 / 3, 10 / 4, 10 div 4, -7 % 3, 1.5 % 1, cast(1 as decimal(38, 0)) / 3
decimal('1.23') * decimal('4.56'), cast(9.99 as decimal(3,2)) + cast(0.01 as decimal(3,2)), sum(1.1), avg(1.1), cast(1.1 as decimal(38,18)) * cast(1.1 as decimal(38,18))
array(1, null, 3)[1], array(1, 2)[5], element_at(array(1, 2), -1), map('a', 1)['z'], element_at(map('a', 1), 'b'), struct(1 as x).x, named_struct('a', 1).a
flatten(array(array(1), null, array(2))), flatten(array(array(1), array(2, null))), array_union(array(1, null), array(null, 2)), array_distinct(array(1, null, 1, null)), array_except(array(1, null), array(null)), slice(array(1, 2, 3), -2, 5)
transform(array(1, 2, null), x -> x + 1), filter(array(1, null, 3), x -> x > 1), exists(array(1, null), x -> x > 1), forall(array(1, null), x -> x > 0), aggregate(array(1, 2), 0, (a, x) -> a + x, a -> a * 10), zip_with(array(1, 2), array(3), (a, b) -> a + b)
transform_keys(map('a', 1), (k, v) -> upper(k)), transform_values(map('a', 1), (k, v) -> v + 1), map_filter(map('a', 1, 'b', 2), (k, v) -> v > 1), map_zip_with(map('a', 1), map('a', 2, 'b', 3), (k, a, b) -> a + b), array_sort(array(3, 1, 2), (a, b) -> b - a)
sha2('abc', 256), md5('abc'), sha1('abc'), hash('abc', 1), xxhash64('abc', 1), hash(null), hash(array(1, 2)), hash(map('a', 1))
greatest(1, null, 3), least('b', 'a'), greatest(1, 2.5), coalesce(null, 1, 2.5), nullif('a', 'a'), nvl2(null, 1, 2), ifnull(null, 'x'), if(null, 1, 2), case when null then 1 else 2 end
null and false, null or true, not null, null = null, null <=> null, 1 in (null, 1), 2 in (null, 1), 2 not in (1, null), null in (1), 1 between null and 2
'abc' like 'a_c', 'a%c' like 'a\\%c', 'abc' like 'A%', 'abc' ilike 'A%', 'a\nb' like 'a%b', 'abc' rlike 'b', 'x' like null, 'a_c' like 'a#_c' escape '#'
bin(-1), hex(-1), hex('abc'), unhex('616'), conv('ff', 16, 10), conv(-10, 10, 16), 5 & 3, 5 | 3, 5 ^ 3, ~5, shiftleft(1, 33), shiftright(-8, 1), shiftrightunsigned(-8, 1), bit_count(-1)
round(2.5), round(-2.5), round(1234.567, -2), bround(2.5), bround(3.5), round(25, -1), ceil(-1.1), floor(-1.1), ceil(1.234, 2), round(1e20), truncate(1.5)
power(2, 0.5), sqrt(-1), ln(0), log10(100), exp(1), mod(10, 3), pmod(-7, 3), 5 / 0, 5 % 0, 5.0 / 0, 0 / 0, cbrt(27), factorial(5), factorial(21), sign(-5), hypot(3, 4), e(), pi()
select t.*, u.v from values (1, 'a'), (2, 'b') t(id, s) left join values (1, 10) u(id, v) on t.id = u.id order by t.id
select * from values (1, 'a') t(id, s) natural join values (1, 10) u(id, v)
select t.id from values (1), (2) t(id) left anti join values (1) u(id) on t.id = u.id
select * from values (1), (2) t(id) cross join values ('x') u(c) order by id
select * from (select 1 a union select 1 union all select 2) order by a
select a, b from (select 1 a, 2 b union all select 3 b, 4 a) order by a
select 1 as a union all select 1.5 union all select null order by a
select cast(1 as tinyint) a union all select 300 order by a
select 'a' as x union all select 1 order by x
select id, id + 1 as nxt, nxt * 2 as dbl from range(3) order by id
select * from range(1, 10, 3)
select sum(id), count(*) from range(0)
select count(*), sum(x), max(x), avg(x), collect_list(x), first(x) from (select 1 x where false)
select x from values (1), (null), (2) t(x) order by x desc nulls first
select x from values (1), (null), (2) t(x) order by x limit 2 offset 1
select x, case x when 1 then 'one' when null then 'nil' else 'other' end from values (1), (null), (2) t(x) order by x
select distinct x % 2 as r from values (1), (2), (3) t(x) order by r
select x from values (1), (2), (3) t(x) where x > (select avg(x) from values (1), (2) u(x)) order by x
select x from values (1), (2) t(x) where exists (select 1 from values (2) u(y) where u.y = t.x)
select x from values (1), (2), (null) t(x) where x not in (select y from values (1), (null) u(y))
select x, (select max(y) from values (1, 10), (2, 20) u(k, y) where u.k = t.x) m from values (1), (2), (3) t(x) order by x
select if(x > 1, 'big', 'small') s, count(*) from values (1), (2), (3) t(x) group by 1 order by 1
select x s, count(*) c from values (1), (2), (2) t(x) group by s having c > 1
select year(d) y, count(*) from values (date'2024-01-01'), (date'2023-05-05') t(d) group by year(d) order by y
select date_trunc('month', d) m, sum(v) from values (timestamp'2024-01-15 10:00:00', 1), (timestamp'2024-01-20', 2) t(d, v) group by 1
select explode(sequence(date'2024-01-01', date'2024-01-03', interval 1 day)) d
select posexplode(split('a,b', ',')) as (i, v)
select stack(2, 'a', 1, 'b', 2) as (k, v)
select a['b'] from (select map('b', 1) a)
select s.* from (select named_struct('x', 1, 'y', 2) s)
select struct(x, y).x, array(x, y)[1], map(x, y)[1] from values (1, 2) t(x, y)
select typeof(1), typeof(1.5), typeof('a'), typeof(null), typeof(array(1)), typeof(map('a', 1)), typeof(struct(1 as a)), typeof(date'2024-01-01'), typeof(1L + 1)

-- Numbers at their limits and texts with odd counts.
lpad('héllo wörld',least(0,12),"xy")
substring('héllo wörld',-1,2)
right('héllo wörld',-3)
overlay('héllo wörld' placing "ZZ" from 3)
locate("l",'héllo wörld',100)
right('héllo wörld',2147483647)
repeat('héllo wörld',least(2147483647,5))
lpad('héllo wörld',least(-2147483648,12),"xy")
split_part('héllo wörld',"l",-2147483648)
locate("l",'héllo wörld',-2147483648)
overlay('héllo wörld' placing "ZZ" from -2147483648)
lpad('',least(100,12),"xy")
right('',-2147483648)
repeat('',least(-2147483648,5))
overlay('' placing "ZZ" from -2147483648)
substring_index('a😀b',"l",0)
overlay('a😀b' placing "ZZ" from -3)
lpad('a😀b',least(2147483647,12),"xy")
left('a😀b',-2147483648)
right('a😀b',-2147483648)
split_part('a😀b',"l",-2147483648)
repeat('a😀b',least(cast(null as int),5))
ceil(0,1)
width_bucket(-1,0,10,5)
abs(127Y)
ln(127Y)
avg(127Y)
-128Y div 2
sqrt(32767S)
32767S div 2
cast(2147483647 as decimal(10,2))
pmod(2147483647,-3)
greatest(2147483647,0)
round(-2147483648)
bround(-2147483648,1)
sign(-2147483648)
cast(-2147483648 as bigint)
cast(-2147483648 as decimal(38,18))
cast(-2147483648 as float)
-2147483648 / 3
-2147483648 * -2147483648
-2147483648 - -2147483648
format_number(-2147483648,2)
format_string("%s",-2147483648)
ceil(-2147483648,1)
floor(-2147483648,-1)
exp(-2147483648)
bin(cast(-2147483648 as bigint))
conv(cast(-2147483648 as string),10,16)
hash(-2147483648)
to_json(struct(-2147483648 as a))
hypot(-2147483648,1)
atan2(-2147483648,1)
avg(-2147483648)
max(-2147483648)
try_add(-2147483648,-2147483648)
array(-2147483648,null)
greatest(-2147483648,0)
9223372036854775807L div 2
9223372036854775807L + 9223372036854775807L
expm1(9223372036854775807L)
sqrt(1.5)
nanvl(1.5,1)
1.5 = 0
hash(-2.5)
ceil(2.5)
round(0.05,-1)
round(99999999999999999999999999999999999999)
sign(99999999999999999999999999999999999999)
cast(99999999999999999999999999999999999999 as boolean)
99999999999999999999999999999999999999 div 2
99999999999999999999999999999999999999 / 3
99999999999999999999999999999999999999 + 99999999999999999999999999999999999999
format_string("%s",99999999999999999999999999999999999999)
hex(cast(99999999999999999999999999999999999999 as bigint))
ceil(99999999999999999999999999999999999999,1)
log2(99999999999999999999999999999999999999)
log(3,99999999999999999999999999999999999999)
factorial(cast(99999999999999999999999999999999999999 as int))
bin(cast(99999999999999999999999999999999999999 as bigint))
isnan(99999999999999999999999999999999999999)
log1p(99999999999999999999999999999999999999)
atan2(99999999999999999999999999999999999999,1)
avg(99999999999999999999999999999999999999)
sum(99999999999999999999999999999999999999)
stddev(99999999999999999999999999999999999999)
99999999999999999999999999999999999999 = 0
99999999999999999999999999999999999999 <=> null
try_divide(99999999999999999999999999999999999999,0)
greatest(99999999999999999999999999999999999999,0)
round(0.00000000000000000000000000000000000001)
round(0.00000000000000000000000000000000000001,2)
bround(0.00000000000000000000000000000000000001,0)
cast(0.00000000000000000000000000000000000001 as string)
cast(0.00000000000000000000000000000000000001 as int)
cast(0.00000000000000000000000000000000000001 as bigint)
cast(0.00000000000000000000000000000000000001 as decimal(10,2))
cast(0.00000000000000000000000000000000000001 as float)
pmod(0.00000000000000000000000000000000000001,-3)
0.00000000000000000000000000000000000001 div 2
0.00000000000000000000000000000000000001 * 0.00000000000000000000000000000000000001
hex(cast(0.00000000000000000000000000000000000001 as bigint))
width_bucket(0.00000000000000000000000000000000000001,0,10,5)
log10(0.00000000000000000000000000000000000001)
log(3,0.00000000000000000000000000000000000001)
factorial(cast(0.00000000000000000000000000000000000001 as int))
degrees(0.00000000000000000000000000000000000001)
log1p(0.00000000000000000000000000000000000001)
hypot(0.00000000000000000000000000000000000001,1)
atan2(0.00000000000000000000000000000000000001,1)
sum(0.00000000000000000000000000000000000001)
stddev(0.00000000000000000000000000000000000001)
0.00000000000000000000000000000000000001 = 0
0.00000000000000000000000000000000000001 <=> null
nullif(0.00000000000000000000000000000000000001,0)
array(0.00000000000000000000000000000000000001,null)
greatest(0.00000000000000000000000000000000000001,0)
least(0.00000000000000000000000000000000000001,1)
bit_count(cast(0.00000000000000000000000000000000000001 as bigint))
ceil(1e308D)
round(1e308D)
bround(1e308D,1)
sign(1e308D)
cast(1e308D as string)
cast(1e308D as int)
cast(1e308D as float)
pmod(1e308D,-3)
format_string("%s",1e308D)
floor(1e308D,-1)
log10(1e308D)
log2(1e308D)
pow(1e308D,2)
hash(1e308D)
rint(1e308D)
log1p(1e308D)
atan2(1e308D,1)
avg(1e308D)
stddev(1e308D)
max(1e308D)
1e308D = 0
try_divide(1e308D,0)
try_add(1e308D,1e308D)
try_multiply(1e308D,1e308D)
array(1e308D,null)
least(1e308D,1)
cast(1e308D as timestamp)
-(double("NaN"))
ceil(double("NaN"))
floor(double("NaN"))
round(double("NaN"),2)
round(double("NaN"),-1)
sqrt(double("NaN"))
cast(double("NaN") as decimal(10,2))
cast(double("NaN") as decimal(38,18))
cast(double("NaN") as boolean)
cast(double("NaN") as tinyint)
double("NaN") % 3
pmod(double("NaN"),-3)
double("NaN") / 3
ceil(double("NaN"),1)
width_bucket(double("NaN"),0,10,5)
log(3,double("NaN"))
conv(cast(double("NaN") as string),10,16)
hash(double("NaN"))
to_json(struct(double("NaN") as a))
nanvl(double("NaN"),1)
degrees(double("NaN"))
rint(double("NaN"))
log1p(double("NaN"))
atan2(double("NaN"),1)
avg(double("NaN"))
sum(double("NaN"))
max(double("NaN"))
double("NaN") <=> null
array(double("NaN"),null)
array(double("Infinity"),null)
float("-Infinity") % 3
float("-Infinity") - float("-Infinity")
max(float("-Infinity"))
float("-Infinity") in (0,1)
round(-0.0D,-1)
bround(-0.0D,0)
cast(-0.0D as decimal(10,2))
cast(-0.0D as tinyint)
-0.0D % 3
-0.0D / 3
-0.0D * -0.0D
-0.0D + -0.0D
-0.0D - -0.0D
format_string("%s",-0.0D)
cbrt(-0.0D)
log2(-0.0D)
log(3,-0.0D)
pow(-0.0D,2)
factorial(cast(-0.0D as int))
conv(cast(-0.0D as string),10,16)
isnan(-0.0D)
degrees(-0.0D)
log1p(-0.0D)
hypot(-0.0D,1)
nullif(-0.0D,0)
try_add(-0.0D,-0.0D)
try_multiply(-0.0D,-0.0D)
array(-0.0D,null)
bit_count(cast(-0.0D as bigint))
stddev(1e-320D)
round(cast(0.1 as float),-1)
cast(cast(0.1 as float) as float)
pmod(cast(0.1 as float),-3)
ceil(cast(0.1 as float),1)
hypot(cast(0.1 as float),1)
atan2(cast(0.1 as float),1)
stddev(cast(0.1 as float))
try_divide(cast(0.1 as float),0)
least(cast(0.1 as float),1)
shiftleft(cast(cast(0.1 as float) as int),33)

-- Dates and times with odd patterns, casts of odd texts.
date_format(timestamp'2024-03-05 07:08:09.123456', "LLLL LLL L")
date_format(timestamp'1969-12-31 23:59:59.999999', "yyyy''T")
date_format(timestamp'0001-01-01 00:00:00', "SSS S")
date_format(timestamp'0001-01-01 00:00:00', "q")
date_format(timestamp'9999-12-31 23:59:59', "SSS S")
date_format(timestamp'9999-12-31 23:59:59', "[yyyy]")
date_format(date'2024-02-29', "yyyy''T")
date_format(date'2024-02-29', "[yyyy]")
date_format(date'2024-02-29', "yyyyyy")
try_to_timestamp("2024-02-03","yyyy-M-d")
to_date("Jan 05, 2024","MMM dd, yyyy")
to_timestamp("Jan 05, 2024","MMM dd, yyyy")
unix_timestamp("Jan 05, 2024","MMM dd, yyyy")
from_unixtime(unix_timestamp("Jan 05, 2024","MMM dd, yyyy"))
try_to_timestamp("Jan 05, 2024","MMM dd, yyyy")
date_format(to_timestamp("Jan 05, 2024","MMM dd, yyyy"),"MMM dd, yyyy")
to_date("jan 05, 2024","MMM dd, yyyy")
to_timestamp("jan 05, 2024","MMM dd, yyyy")
unix_timestamp("jan 05, 2024","MMM dd, yyyy")
from_unixtime(unix_timestamp("jan 05, 2024","MMM dd, yyyy"))
try_to_timestamp("jan 05, 2024","MMM dd, yyyy")
date_format(to_timestamp("jan 05, 2024","MMM dd, yyyy"),"MMM dd, yyyy")
to_date("March 5 2024","MMMM d yyyy")
to_timestamp("March 5 2024","MMMM d yyyy")
unix_timestamp("March 5 2024","MMMM d yyyy")
from_unixtime(unix_timestamp("March 5 2024","MMMM d yyyy"))
try_to_timestamp("March 5 2024","MMMM d yyyy")
date_format(to_timestamp("March 5 2024","MMMM d yyyy"),"MMMM d yyyy")
unix_timestamp("20240305","yyyyMMdd")
date_format(to_timestamp("10:05 PM","hh:mm a"),"hh:mm a")
date_format(to_timestamp("2024-02","yyyy-MM"),"yyyy-MM")
to_date("60 2024","D yyyy")
to_timestamp("60 2024","D yyyy")
unix_timestamp("60 2024","D yyyy")
from_unixtime(unix_timestamp("60 2024","D yyyy"))
try_to_timestamp("60 2024","D yyyy")
date_format(to_timestamp("60 2024","D yyyy"),"D yyyy")
from_unixtime(unix_timestamp("2024-03-05T10:00:00Z","yyyy-MM-dd'T'HH:mm:ss'Z'"))
to_date("Tue, 05 Mar 2024","EEE, dd MMM yyyy")
to_timestamp("Tue, 05 Mar 2024","EEE, dd MMM yyyy")
unix_timestamp("Tue, 05 Mar 2024","EEE, dd MMM yyyy")
from_unixtime(unix_timestamp("Tue, 05 Mar 2024","EEE, dd MMM yyyy"))
try_to_timestamp("Tue, 05 Mar 2024","EEE, dd MMM yyyy")
date_format(to_timestamp("Tue, 05 Mar 2024","EEE, dd MMM yyyy"),"EEE, dd MMM yyyy")
to_date("Tue","EEE")
to_date("","yyyy-MM-dd")
to_date(" 2024-03-05","yyyy-MM-dd")
to_timestamp(" 2024-03-05","yyyy-MM-dd")
unix_timestamp(" 2024-03-05","yyyy-MM-dd")
from_unixtime(unix_timestamp(" 2024-03-05","yyyy-MM-dd"))
try_to_timestamp(" 2024-03-05","yyyy-MM-dd")
date_format(to_timestamp(" 2024-03-05","yyyy-MM-dd"),"yyyy-MM-dd")
try_to_timestamp("12024-3-5","y-M-d")
to_date("-0001-01-01","yyyy-MM-dd")
to_timestamp("-0001-01-01","yyyy-MM-dd")
unix_timestamp("-0001-01-01","yyyy-MM-dd")
from_unixtime(unix_timestamp("-0001-01-01","yyyy-MM-dd"))
try_to_timestamp("-0001-01-01","yyyy-MM-dd")
date_format(to_timestamp("-0001-01-01","yyyy-MM-dd"),"yyyy-MM-dd")
to_date("Q1 2024","QQQ yyyy")
to_timestamp("Q1 2024","QQQ yyyy")
unix_timestamp("Q1 2024","QQQ yyyy")
from_unixtime(unix_timestamp("Q1 2024","QQQ yyyy"))
try_to_timestamp("Q1 2024","QQQ yyyy")
date_format(to_timestamp("Q1 2024","QQQ yyyy"),"QQQ yyyy")
to_date("5 Mar 2024","d MMM uuuu")
to_timestamp("5 Mar 2024","d MMM uuuu")
unix_timestamp("5 Mar 2024","d MMM uuuu")
from_unixtime(unix_timestamp("5 Mar 2024","d MMM uuuu"))
try_to_timestamp("5 Mar 2024","d MMM uuuu")
date_format(to_timestamp("5 Mar 2024","d MMM uuuu"),"d MMM uuuu")
cast("2023-02-29" as int)
cast("2024" as date)
cast("2024" as float)
cast("2024" as decimal(10,2))
cast("2024-02-29T10" as tinyint)
cast("2024-02-29T10" as decimal(10,2))
cast("2024-02-29T10:05:06+0530" as boolean)
cast("2024-02-29 10:05:06 Europe/Paris" as binary)
cast("10:05" as date)
cast("10:05" as bigint)
cast("10:05" as tinyint)
cast("  2024-02-29  " as date)
cast("  2024-02-29  " as timestamp)
cast("  2024-02-29  " as int)
cast("  2024-02-29  " as bigint)
cast("  2024-02-29  " as tinyint)
cast("  2024-02-29  " as double)
cast("  2024-02-29  " as float)
cast("  2024-02-29  " as decimal(10,2))
cast("  2024-02-29  " as decimal(38,0))
cast("  2024-02-29  " as boolean)
cast("  2024-02-29  " as binary)
cast("+2024-01-01" as date)
cast("+2024-01-01" as timestamp)
cast("+2024-01-01" as int)
cast("+2024-01-01" as bigint)
cast("+2024-01-01" as tinyint)
cast("+2024-01-01" as double)
cast("+2024-01-01" as float)
cast("+2024-01-01" as decimal(10,2))
cast("+2024-01-01" as decimal(38,0))
cast("+2024-01-01" as boolean)
cast("+2024-01-01" as binary)
cast("-2024-01-01" as date)
cast("-2024-01-01" as timestamp)
cast("-2024-01-01" as int)
cast("-2024-01-01" as bigint)
cast("-2024-01-01" as tinyint)
cast("-2024-01-01" as double)
cast("-2024-01-01" as float)
cast("-2024-01-01" as decimal(10,2))
cast("-2024-01-01" as decimal(38,0))
cast("-2024-01-01" as boolean)
cast("-2024-01-01" as binary)
cast("99999-01-01" as int)
cast("99999-01-01" as decimal(38,0))
cast("2024-13-01" as int)
cast("2024-13-01" as decimal(38,0))
cast("2024-13-01" as binary)
cast("2024-00-10" as double)
cast("2024-00-10" as decimal(10,2))
cast("2024-1-1 1:1:1" as tinyint)
cast("2024-01-01T" as double)
cast("20240101" as int)
cast("now" as tinyint)
cast("1e3" as int)
cast("1e3" as tinyint)
cast(".5" as date)
cast(".5" as timestamp)
cast(".5" as int)
cast(".5" as bigint)
cast(".5" as tinyint)
cast(".5" as double)
cast(".5" as float)
cast(".5" as decimal(10,2))
cast(".5" as decimal(38,0))
cast(".5" as boolean)
cast(".5" as binary)
cast("-.5" as date)
cast("-.5" as timestamp)
cast("-.5" as int)
cast("-.5" as bigint)
cast("-.5" as tinyint)
cast("-.5" as double)
cast("-.5" as float)
cast("-.5" as decimal(10,2))
cast("-.5" as decimal(38,0))
cast("-.5" as boolean)
cast("-.5" as binary)
cast("+1" as date)
cast("+1" as timestamp)
cast("+1" as int)
cast("+1" as bigint)
cast("+1" as tinyint)
cast("+1" as double)
cast("+1" as float)
cast("+1" as decimal(10,2))
cast("+1" as decimal(38,0))
cast("+1" as boolean)
cast("+1" as binary)
cast("1_000" as decimal(10,2))
cast("1_000" as decimal(38,0))
cast("1_000" as binary)
cast("-inf" as date)
cast("-inf" as timestamp)
cast("-inf" as int)
cast("-inf" as bigint)
cast("-inf" as tinyint)
cast("-inf" as double)
cast("-inf" as float)
cast("-inf" as decimal(10,2))
cast("-inf" as decimal(38,0))
cast("-inf" as boolean)
cast("-inf" as binary)
cast("nan" as float)
cast("nan" as decimal(10,2))
cast("NaN" as timestamp)
cast("NaN" as double)
cast("inf" as date)
cast("inf" as boolean)
cast("true" as tinyint)
cast("T" as tinyint)
cast("T" as decimal(10,2))
cast("yes" as decimal(38,0))
cast("y" as date)
cast("y" as timestamp)
cast("y" as double)
cast("1" as date)
cast("1" as bigint)
cast("0" as timestamp)
cast("off" as timestamp)
cast("TRUE " as double)
cast("1L" as int)
cast("1L" as decimal(38,0))
cast(" 12 " as decimal(38,0))
cast(" 12 " as boolean)
cast("\t12\n" as date)
cast("\t12\n" as float)
cast("\t12\n" as decimal(10,2))
cast("12 3" as timestamp)
cast("9223372036854775808" as date)
cast("-9223372036854775809" as date)
cast("-9223372036854775809" as timestamp)
cast("-9223372036854775809" as int)
cast("-9223372036854775809" as bigint)
cast("-9223372036854775809" as tinyint)
cast("-9223372036854775809" as double)
cast("-9223372036854775809" as float)
cast("-9223372036854775809" as decimal(10,2))
cast("-9223372036854775809" as decimal(38,0))
cast("-9223372036854775809" as boolean)
cast("-9223372036854775809" as binary)
cast("1e18" as decimal(38,0))
cast("99999999999999999999999999999999999999.5" as timestamp)
cast("99999999999999999999999999999999999999.5" as double)
cast("99999999999999999999999999999999999999.5" as boolean)
cast("127.9" as int)
cast("-129" as date)
cast("-129" as timestamp)
cast("-129" as int)
cast("-129" as bigint)
cast("-129" as tinyint)
cast("-129" as double)
cast("-129" as float)
cast("-129" as decimal(10,2))
cast("-129" as decimal(38,0))
cast("-129" as boolean)
cast("-129" as binary)
cast(" " as binary)
cast("2147483648" as date)
cast("2147483648" as int)
cast("1.0e-5" as double)
cast("1.0e-5" as float)
cast("1.0e-5" as decimal(38,0))
cast("--1" as date)
cast("--1" as timestamp)
cast("--1" as int)
cast("--1" as bigint)
cast("--1" as tinyint)
cast("--1" as double)
cast("--1" as float)
cast("--1" as decimal(10,2))
cast("--1" as decimal(38,0))
cast("--1" as boolean)
cast("--1" as binary)
cast("1e" as binary)
cast("e1" as date)
cast("e1" as bigint)
cast("e1" as decimal(38,0))
cast("+" as date)
cast("+" as timestamp)
cast("+" as int)
cast("+" as bigint)
cast("+" as tinyint)
cast("+" as double)
cast("+" as float)
cast("+" as decimal(10,2))
cast("+" as decimal(38,0))
cast("+" as boolean)
cast("+" as binary)
cast("-" as date)
cast("-" as timestamp)
cast("-" as int)
cast("-" as bigint)
cast("-" as tinyint)
cast("-" as double)
cast("-" as float)
cast("-" as decimal(10,2))
cast("-" as decimal(38,0))
cast("-" as boolean)
cast("-" as binary)
cast("." as date)
cast("." as timestamp)
cast("." as int)
cast("." as bigint)
cast("." as tinyint)
cast("." as double)
cast("." as float)
cast("." as decimal(10,2))
cast("." as decimal(38,0))
cast("." as boolean)
cast("." as binary)
cast("٣" as date)
cast("٣" as timestamp)
cast("٣" as int)
cast("٣" as bigint)
cast("٣" as tinyint)
cast("٣" as double)
cast("٣" as float)
cast("٣" as decimal(10,2))
cast("٣" as decimal(38,0))
cast("٣" as boolean)
cast("٣" as binary)
cast("1\u00a0" as decimal(10,2))
next_day(date'2024-01-31',"FR")
date_trunc("MILLISECOND",date'2024-01-31')
months_between(date'2024-01-31',"2024-02-15",false)
extract(dayofweek_iso from date'2024-01-31')
date_part("century",date'2024-01-31')
unix_millis(cast(date'2024-01-31' as timestamp))
date'2024-01-31' + interval 1 month
date'2024-01-31' - interval 1 year 1 month
date'2024-01-31' + interval 25 hours
date'2024-01-31' + interval "1 02:03:04" day to second
date'2024-01-31' + interval -1 week
sequence(date'2024-01-31',date'2024-01-31',interval 1 day)
add_months(date'2024-01-31',2147483647)
date_add(date'2024-01-31',2147483647)
to_char(date'2024-01-31',"yyyy")
trunc(date'2024-02-29',"week")
trunc(date'2024-02-29',"Q")
date_trunc("quarter",date'2024-02-29')
extract(dow from date'2024-02-29')
date_part("decade",date'2024-02-29')
date'2024-02-29' + interval 1 month
date'2024-02-29' - interval 1 year 1 month
date'2024-02-29' + interval 25 hours
date'2024-02-29' + interval "1 02:03:04" day to second
date'2024-02-29' + interval -1 week
datediff(month,"2024-01-01",date'2024-02-29')
date_from_unix_date(datediff(date'2024-02-29',"1970-01-01"))
sequence(date'2024-02-29',date'2024-02-29',interval 1 day)
add_months(date'2024-02-29',2147483647)
date_add(date'2024-02-29',2147483647)
date_trunc("hour",date'0001-01-01')
dayofyear(date'0001-01-01')
second(date'0001-01-01')
unix_millis(cast(date'0001-01-01' as timestamp))
date'0001-01-01' + interval 1 month
date'0001-01-01' - interval 1 year 1 month
date'0001-01-01' + interval 25 hours
date'0001-01-01' + interval "1 02:03:04" day to second
date'0001-01-01' + interval -1 week
timestampdiff(hour,"2024-01-01",date'0001-01-01')
from_utc_timestamp(date'0001-01-01',"America/New_York")
date'0001-01-01' between "2024-01-01" and "2024-12-31"
dayname(date'0001-01-01')
sequence(date'0001-01-01',date'0001-01-01',interval 1 day)
add_months(date'0001-01-01',2147483647)
date_add(date'0001-01-01',2147483647)
to_char(date'0001-01-01',"yyyy")
date_trunc("decade",date'9999-12-31')
unix_date(cast(date'9999-12-31' as date))
unix_millis(cast(date'9999-12-31' as timestamp))
date'9999-12-31' + interval 1 month
date'9999-12-31' - interval 1 year 1 month
date'9999-12-31' + interval 25 hours
date'9999-12-31' + interval "1 02:03:04" day to second
date'9999-12-31' + interval -1 week
sequence(date'9999-12-31',date'9999-12-31',interval 1 day)
add_months(date'9999-12-31',2147483647)
date_add(date'9999-12-31',2147483647)
timestamp'2024-03-31 02:30:00' + interval 1 month
timestamp'2024-03-31 02:30:00' - interval 1 year 1 month
timestamp'2024-03-31 02:30:00' + interval 25 hours
timestamp'2024-03-31 02:30:00' + interval "1 02:03:04" day to second
timestamp'2024-03-31 02:30:00' + interval -1 week
timestampdiff(hour,"2024-01-01",timestamp'2024-03-31 02:30:00')
datediff(month,"2024-01-01",timestamp'2024-03-31 02:30:00')
sequence(timestamp'2024-03-31 02:30:00',timestamp'2024-03-31 02:30:00',interval 1 day)
add_months(timestamp'2024-03-31 02:30:00',2147483647)
date_add(timestamp'2024-03-31 02:30:00',2147483647)
date_trunc("MILLISECOND",'2024-10-27 02:30:00')
weekofyear('2024-10-27 02:30:00')
dayofyear('2024-10-27 02:30:00')
extract(doy from '2024-10-27 02:30:00')
second('2024-10-27 02:30:00')
'2024-10-27 02:30:00' + interval 1 month
'2024-10-27 02:30:00' - interval 1 year 1 month
timestampdiff(hour,"2024-01-01",'2024-10-27 02:30:00')
cast('2024-10-27 02:30:00' as double)
'2024-10-27 02:30:00' = "2024-01-31"
'2024-10-27 02:30:00' between "2024-01-01" and "2024-12-31"
dayname('2024-10-27 02:30:00')
sequence('2024-10-27 02:30:00','2024-10-27 02:30:00',interval 1 day)
add_months('2024-10-27 02:30:00',2147483647)
date_add('2024-10-27 02:30:00',2147483647)
make_interval(1,2,3,4,5,6,7.5)
timestamp_millis(-1)
interval '1-2' year to month
interval '1 2:3:4.5' day to second
interval 2 weeks
interval 1 month 1 day
interval -1 day
date'2024-01-01' - timestamp'2024-01-02 01:00:00'
timestamp(1.5)
timestamp'2024-1-1 1:2'
to_unix_timestamp('2024-01-01','yyyy-MM-dd')
sequence(date'2024-01-31',date'2024-05-31',interval 1 month)
sequence(date'2024-01-01',date'2023-01-01',interval -1 month)
sequence(timestamp'2024-01-01',timestamp'2024-01-01 03:00:00',interval 1 hour)
sequence(date'2024-01-01',date'2024-01-10',interval 3 days)
sequence(date'2024-01-01',date'2025-01-10',interval 1 year)
