//! Clients of S3 and of stores that speak its language, from Iceberg's settings.

use std::collections::BTreeMap;

use object_store::aws::{AmazonS3, AmazonS3Builder, S3ConditionalPut};
use url::{Host, Url};

use crate::error::LakeError;

const ENDPOINT: &str = "s3.endpoint";
const PATH_STYLE: &str = "s3.path-style-access";
const SSE_TYPE: &str = "s3.sse.type";
const SSE_KEY: &str = "s3.sse.key";
const ANONYMOUS: &str = "s3.allow-anonymous";

/// Settings that must not be written anywhere.
const SECRETS: [&str; 4] = ["s3.access-key-id", "s3.secret-access-key", "s3.session-token", SSE_KEY];

pub(super) fn is_secret(key: &str) -> bool {
    SECRETS.contains(&key)
}

/// Refuses settings that no client could be built with, before the first use.
pub(super) fn check(properties: &BTreeMap<String, String>) -> Result<(), LakeError> {
    builder(properties, "bucket").map(|_| ())
}

/// The client of one bucket.
pub(super) fn open(properties: &BTreeMap<String, String>, bucket: &str) -> Result<AmazonS3, LakeError> {
    builder(properties, bucket)?.build().map_err(|error| refuse("s3", error.to_string()))
}

fn refuse(key: &str, reason: impl Into<String>) -> LakeError {
    LakeError::StorageSetting { key: key.to_owned(), reason: reason.into() }
}

fn builder(properties: &BTreeMap<String, String>, bucket: &str) -> Result<AmazonS3Builder, LakeError> {
    let text = |key: &str| properties.get(key).filter(|value| !value.is_empty());
    let mut builder =
        AmazonS3Builder::from_env().with_bucket_name(bucket).with_conditional_put(S3ConditionalPut::ETagMatch);
    if let Some(endpoint) = text(ENDPOINT) {
        let url = Url::parse(endpoint).map_err(|error| refuse(ENDPOINT, error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refuse(ENDPOINT, "it is a URL that starts with http:// or https://"));
        }
        // A number cannot carry the name of the bucket in front of it.
        let numeric = matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
        let path_style = flag(properties, PATH_STYLE)?.unwrap_or(false) || numeric;
        builder = builder
            .with_allow_http(url.scheme() == "http")
            .with_endpoint(endpoint_of(&url, bucket, path_style))
            .with_virtual_hosted_style_request(!path_style);
    } else if let Some(path_style) = flag(properties, PATH_STYLE)? {
        builder = builder.with_virtual_hosted_style_request(!path_style);
    }
    if let Some(region) = text("s3.region").or_else(|| text("client.region")) {
        builder = builder.with_region(region);
    }
    match (text("s3.access-key-id"), text("s3.secret-access-key")) {
        (Some(id), Some(secret)) => builder = builder.with_access_key_id(id).with_secret_access_key(secret),
        (None, None) => {}
        (Some(_), None) => return Err(refuse("s3.secret-access-key", "it goes with s3.access-key-id")),
        (None, Some(_)) => return Err(refuse("s3.access-key-id", "it goes with s3.secret-access-key")),
    }
    if let Some(token) = text("s3.session-token") {
        builder = builder.with_token(token);
    }
    if flag(properties, ANONYMOUS)?.unwrap_or(false) {
        builder = builder.with_skip_signature(true);
    }
    encryption(properties, builder)
}

/// In virtual-hosted style the client expects the bucket to be part of the endpoint already.
fn endpoint_of(url: &Url, bucket: &str, path_style: bool) -> String {
    let text = url.as_str().trim_end_matches('/');
    match url.host_str() {
        Some(host) if !path_style => text.replacen(host, &format!("{bucket}.{host}"), 1),
        _ => text.to_owned(),
    }
}

fn encryption(properties: &BTreeMap<String, String>, builder: AmazonS3Builder) -> Result<AmazonS3Builder, LakeError> {
    let key = properties.get(SSE_KEY).filter(|key| !key.is_empty());
    match properties.get(SSE_TYPE).map(|kind| kind.to_ascii_lowercase()).as_deref() {
        None | Some("" | "none") => Ok(builder),
        Some("s3") => {
            let setting = "aws_server_side_encryption".parse().map_err(|_| refuse(SSE_TYPE, "it is not supported"))?;
            Ok(builder.with_config(setting, "AES256"))
        }
        Some("kms") => match key {
            Some(key) => Ok(builder.with_sse_kms_encryption(key)),
            None => Err(refuse(SSE_KEY, "s3.sse.type = kms needs the ARN or the id of a key")),
        },
        Some("custom") => Err(refuse(SSE_TYPE, crate::error::SSE_C)),
        Some(_) => Err(refuse(SSE_TYPE, "it is one of none, s3, kms")),
    }
}

fn flag(properties: &BTreeMap<String, String>, key: &str) -> Result<Option<bool>, LakeError> {
    match properties.get(key).map(|value| value.to_ascii_lowercase()).as_deref() {
        None | Some("") => Ok(None),
        Some("true") => Ok(Some(true)),
        Some("false") => Ok(Some(false)),
        Some(_) => Err(refuse(key, "it is true or false")),
    }
}

#[cfg(test)]
mod tests;
