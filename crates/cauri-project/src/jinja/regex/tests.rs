//! Answers of Python 3.11's `re`.

use expect_test::{Expect, expect};

fn check(template: &str, expect: &Expect) {
    crate::tests::check_sql(&format!("//- models/a.sql\n{template}\n"), "model.shop.a", expect);
}

#[test]
fn patterns_mean_what_they_mean_in_python() {
    check(
        r#"{% set re = modules.re %}
{{ re.findall('(?<!distinct )(from|join)\s+({{\s*x\s*}})', 'from {{ x }} distinct from {{ x }} join {{x}}') }}
{{ re.findall('a{,2}b{}', 'aab{} b{}') }} {{ re.findall('[[&&~]+', '[a&&b~') }} {{ re.search('b$', 'ab\n') is not none }}
{{ re.search('b\Z', 'ab\n') }} {{ re.findall('(?x) a # a [ ( comment
  b', 'ab a b') }} {{ re.search('(?i)ABC', 'xabc').span() }} {{ re.match('b', 'ab') }} {{ re.fullmatch('a|ab', 'ab').group() }}
{{ re.search('(a)(?=b)\\1?', 'aab') }} {{ re.findall('^a', 'a\na', re.M) }} {{ re.escape('a.b c_{1}-é') }}"#,
        &expect![[r#"

            [('from', '{{ x }}'), ('join', '{{x}}')]
            ['aab{}', 'b{}'] ['[', '&&', '~'] True
            None ['ab'] (1, 4) None ab
            <re.Match object; span=(1, 2), match='a'> ['a', 'a'] a\.b\ c_\{1\}\-é"#]],
    );
}

#[test]
fn splitting_and_replacing_follow_python() {
    check(
        r#"{% set re = modules.re %}{% macro loud(found) %}{{ found.group(0) | upper }}!{% endmacro %}
{{ re.sub('x*', '-', 'abxd') }} {{ re.subn('a', 'b', 'aaa', 2) }} {{ re.sub('(?P<k>\w)=(\d)', '\\2:\\g<k>\\g<0>', 'a=1 b=2') }}
{{ re.split('[,;]', 'a,b;c', 1) }} {{ re.split('(,)', 'a,b,c') }} {{ re.split('x*', 'axbc') }} {{ re.findall('(a)(b)?', 'aba') }}
{{ re.sub('A', '$1', 'aA', flags=re.IGNORECASE) }} {{ re.sub('(b)?a', '[\\1]', 'a') }}"#,
        &expect![[r#"

            -a-b--d- ('bba', 2) 1:aa=1 2:bb=2
            ['a', 'b;c'] ['a', ',', 'b', ',', 'c'] ['', 'a', '', 'b', 'c', ''] [('a', 'b'), ('a', '')]
            $1$1 []"#]],
    );
}

#[test]
fn a_match_tells_of_its_groups() {
    check(
        r#"{% set found = modules.re.compile('(?P<year>\d{4})-(\d\d)?').search('é 2024-x') %}
{{ found }} {{ found.group() }} {{ found.group('year', 2) }} {{ found.groups() }} {{ found.groups('?') }} {{ found.groupdict() }}
{{ found.start() }} {{ found.end('year') }} {{ found.span(2) }} {{ found['year'] }} {{ found[0] }} {{ found.string }} {{ found.lastindex }}
{{ found.re.pattern }} {{ 'yes' if found else 'no' }} {{ found.re }} {{ found.expand('\\1!') }}"#,
        &expect![[r#"

            <re.Match object; span=(2, 7), match='2024-'> 2024- ('2024', None) ('2024', None) ('2024', '?') {'year': '2024'}
            2 6 (-1, -1) 2024 2024- é 2024-x 1
            (?P<year>\d{4})-(\d\d)? yes re.compile('(?P<year>\\d{4})-(\\d\\d)?') 2024!"#]],
    );
}
