use super::*;

fn result(kind: StepKind, status: NodeStatus, detail: Detail) -> NodeResult {
    NodeResult {
        unique_id: "test.shop.no_gap".to_owned(),
        name: "no_gap".to_owned(),
        kind,
        status,
        unchanged: false,
        timing: Timing { started_us: 0, compiled_us: 1, ended_us: 1_500_007 },
        detail,
        error: None,
        batches: None,
        compiled_code: Some("select 1".to_owned()),
        extra_ctes: Vec::new(),
        depends_on_macros: Vec::new(),
        relation_name: None,
        file: "tests/no_gap.sql".to_owned(),
        worker: 1,
    }
}

#[test]
fn a_warning_test_is_written_as_dbt_writes_it() {
    let finding = TestFinding { failures: 2, ..TestFinding::default() };
    let run = RunResults {
        invocation_id: "id".to_owned(),
        nodes: vec![result(StepKind::Test, NodeStatus::Warn, Detail::Tested(finding))],
        elapsed: Duration::from_secs(2),
        interrupted: false,
        ephemerals: BTreeMap::new(),
    };
    let json = run.to_dbt((DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH), &json!({"which": "test"}));
    assert_eq!(json["metadata"]["dbt_schema_version"], RUN_RESULTS_SCHEMA);
    let node = &json["results"][0];
    assert_eq!(node["status"], "warn");
    assert_eq!(node["failures"], 2);
    assert_eq!(node["message"], "Got 2 results, configured to warn if != 0");
    assert_eq!(node["execution_time"], 1.500_007);
    assert_eq!(node["timing"][1]["completed_at"], "1970-01-01T00:00:01.500007Z");
    assert!(!run.has_failed());
}

#[test]
fn sources_are_kept_out_of_dbts_file() {
    let counts = IngestCounts { read: 3, accepted: 2, duplicates: 1, ..IngestCounts::default() };
    let run = RunResults {
        invocation_id: "id".to_owned(),
        nodes: vec![result(StepKind::Ingest, NodeStatus::Success, Detail::Ingested(counts))],
        elapsed: Duration::ZERO,
        interrupted: false,
        ephemerals: BTreeMap::new(),
    };
    assert_eq!(run.to_dbt((DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH), &Json::Null)["results"], json!([]));
    let ours = run.to_ingest_json(DateTime::UNIX_EPOCH);
    assert_eq!(ours["results"][0]["rows_read"], 3);
    assert_eq!(ours["results"][0]["rows_duplicates"], 1);
}
