//! Settings: what is understood, and what is refused with its reason.

use object_store::aws::AmazonS3ConfigKey as Key;

use super::*;

fn properties(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn built(pairs: &[(&str, &str)]) -> AmazonS3Builder {
    builder(&properties(pairs), "lake").unwrap()
}

fn refused(pairs: &[(&str, &str)]) -> String {
    match builder(&properties(pairs), "lake") {
        Err(LakeError::StorageSetting { key, .. }) => key,
        other => panic!("{pairs:?} gave {other:?}"),
    }
}

#[test]
fn an_endpoint_of_ones_own_with_path_style() {
    let builder = built(&[("s3.endpoint", "http://127.0.0.1:9000/"), ("s3.path-style-access", "true")]);
    assert_eq!(builder.get_config_value(&Key::Endpoint).as_deref(), Some("http://127.0.0.1:9000"));
    assert_eq!(builder.get_config_value(&Key::VirtualHostedStyleRequest).as_deref(), Some("false"));
    assert_eq!(builder.get_config_value(&"aws_allow_http".parse().unwrap()).as_deref(), Some("true"));
}

#[test]
fn an_address_of_numbers_is_always_path_style() {
    let builder = built(&[("s3.endpoint", "http://10.0.0.7:9000")]);
    assert_eq!(builder.get_config_value(&Key::Endpoint).as_deref(), Some("http://10.0.0.7:9000"));
    assert_eq!(builder.get_config_value(&Key::VirtualHostedStyleRequest).as_deref(), Some("false"));
}

#[test]
fn in_virtual_hosted_style_the_bucket_is_part_of_the_host() {
    let builder = built(&[("s3.endpoint", "https://s3.bceao.example:9443")]);
    assert_eq!(builder.get_config_value(&Key::Endpoint).as_deref(), Some("https://lake.s3.bceao.example:9443"));
    assert_eq!(builder.get_config_value(&"aws_allow_http".parse().unwrap()).as_deref(), Some("false"));
}

#[test]
fn encryption_by_the_server() {
    let sse = "aws_server_side_encryption".parse().unwrap();
    assert_eq!(built(&[("s3.sse.type", "s3")]).get_config_value(&sse).as_deref(), Some("AES256"));
    let kms = built(&[("s3.sse.type", "kms"), ("s3.sse.key", "arn:1")]);
    assert_eq!(kms.get_config_value(&sse).as_deref(), Some("aws:kms"));
    assert_eq!(kms.get_config_value(&"aws_sse_kms_key_id".parse().unwrap()).as_deref(), Some("arn:1"));
}

#[test]
fn what_cannot_work_is_refused_by_its_name() {
    assert_eq!(refused(&[("s3.endpoint", "minio:9000")]), "s3.endpoint");
    assert_eq!(refused(&[("s3.endpoint", "9000")]), "s3.endpoint");
    assert_eq!(refused(&[("s3.path-style-access", "yes")]), "s3.path-style-access");
    assert_eq!(refused(&[("s3.access-key-id", "a")]), "s3.secret-access-key");
    assert_eq!(refused(&[("s3.secret-access-key", "a")]), "s3.access-key-id");
    assert_eq!(refused(&[("s3.sse.type", "kms")]), "s3.sse.key");
    assert_eq!(refused(&[("s3.sse.type", "custom"), ("s3.sse.key", "k")]), "s3.sse.type");
    assert_eq!(refused(&[("s3.sse.type", "aes")]), "s3.sse.type");
}
