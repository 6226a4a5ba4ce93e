use chrono::NaiveDate;
use minijinja::Environment;

use super::*;
use crate::jinja::rewrite::rewrite;

fn render(template: &str) -> String {
    let now = NaiveDate::from_ymd_opt(2024, 3, 10).unwrap().and_hms_opt(14, 30, 5).unwrap().and_utc();
    let mut environment = Environment::new();
    environment.set_unknown_method_callback(minijinja_contrib::pycompat::unknown_method_callback);
    crate::jinja::function::register(&mut environment);
    environment.add_global("modules", dict([("datetime", datetime_module(now)), ("pytz", pytz_module())]));
    environment.add_global("run_started_at", utc_moment(now.naive_utc()));
    let template = rewrite(template).unwrap();
    environment.render_str(&template, ()).map_err(|error| error.to_string()).unwrap_or_else(|error| error)
}

#[track_caller]
fn check(template: &str, expected: &str) {
    assert_eq!(render(template), expected, "{template}");
}

// Expected values are Python 3.11's with pytz 2025.2.
#[test]
fn dates_and_spans_are_reckoned_with_as_in_python() {
    check("{{ modules.datetime.date.today() - modules.datetime.timedelta(365) }}", "2023-03-11");
    check("{{ (run_started_at - modules.datetime.timedelta(days=3)).strftime('%Y%m%d') }}", "20240307");
    check("{{ modules.datetime.datetime(2024, 1, 1) + modules.datetime.timedelta(hours=36) }}", "2024-01-02 12:00:00");
    check("{{ (modules.datetime.date(2024, 3, 1) - modules.datetime.date(2024, 2, 1)).days }}", "29");
    check("{{ modules.datetime.timedelta(days=-1, seconds=5) }}", "-1 day, 0:00:05");
    check("{{ modules.datetime.timedelta(hours=30).total_seconds() }}", "108000.0");
    check("{{ modules.datetime.timedelta(1) > modules.datetime.timedelta(hours=23) }}", "True");
    check("{% set n = 5 %}{{ n - 2 + 1 }} {{ 'a' + 'b' }} {{ run_started_at.year - 1 }}", "4 ab 2023");
}

#[test]
fn fields_are_replaced_and_formatted_as_in_python() {
    check(
        "{{ modules.datetime.datetime.today().replace(hour=0, minute=0, second=0, microsecond=0) }}",
        "2024-03-10 00:00:00",
    );
    check("{{ modules.datetime.datetime(2024, 3, 10, 1, 2, 3, 4).isoformat() }}", "2024-03-10T01:02:03.000004");
    check("{{ modules.datetime.datetime.strptime('2024-02', '%Y-%m') }}", "2024-02-01 00:00:00");
    check("{{ modules.datetime.datetime.fromisoformat('2024-02-01T10:00:00+01:00').timestamp() }}", "1706778000.0");
    check("{{ modules.datetime.date(2024, 12, 30).isocalendar()[1] }}", "1");
    check("{{ run_started_at }}", "2024-03-10 14:30:05+00:00");
    check("{{ modules.datetime.datetime(2024, 2, 30) }}", "invalid operation: 2024-2-30 is no date (in <string>:1)");
}

#[test]
fn zones_are_those_of_pytz() {
    let zone = "modules.pytz.timezone('America/Los_Angeles')";
    check(
        &format!("{{{{ modules.datetime.datetime(1997, 9, 29, 6, 14, 0, tzinfo={zone}) }}}}"),
        "1997-09-29 06:14:00-07:53",
    );
    check(&format!("{{{{ {zone}.localize(modules.datetime.datetime(1997, 9, 29)) }}}}"), "1997-09-29 00:00:00-07:00");
    check(&format!("{{{{ run_started_at.astimezone({zone}) }}}}"), "2024-03-10 07:30:05-07:00");
    check(&format!("{{{{ run_started_at.astimezone({zone}).strftime('%H:%M %Z %z') }}}}"), "07:30 PDT -0700");
    check(
        "{{ modules.pytz.timezone('Africa/Dakaar') }}",
        "invalid operation: there is no time zone \"Africa/Dakaar\" (in <string>:1)",
    );
}
