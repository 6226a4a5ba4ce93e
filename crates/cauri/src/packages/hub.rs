//! dbt's hub: an index of packages with their versions, and archives of them.
//!
//! The address is `DBT_PACKAGE_HUB_URL`, as in dbt, and hub.getdbt.com without it.

use serde_json::Value as Json;

use super::PackageError;
use super::spec::Spec;
use super::version::highest;

/// A version of a package, as the hub describes it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) version: String,
    /// The name of the project that it is.
    pub(super) name: String,
    pub(super) tarball: String,
    pub(super) wishes: Vec<Spec>,
}

/// The highest version that fulfils the conditions.
///
/// # Errors
///
/// When the hub cannot be reached, or knows no such package or version.
pub(super) async fn find(package: &str, conditions: &[String], prerelease: bool) -> Result<Found, PackageError> {
    let base = cauri_core::env::read("DBT_PACKAGE_HUB_URL").unwrap_or_else(|| "https://hub.getdbt.com".to_owned());
    let url = format!("{}/api/v1/{package}.json", base.trim_end_matches('/'));
    let unreadable = |message: &str| PackageError::Unreachable {
        package: package.to_owned(),
        url: url.clone(),
        message: message.to_owned(),
        hub: true,
    };
    let bytes = get(package, &url, true).await?;
    let index: Json = serde_json::from_slice(&bytes).map_err(|cause| unreadable(&cause.to_string()))?;
    let versions = index.get("versions").and_then(Json::as_object).ok_or_else(|| unreadable("no list of versions"))?;
    let known: Vec<&str> = versions.keys().map(String::as_str).collect();
    let chosen = highest(&known, conditions, prerelease)
        .map_err(|version| PackageError::BadVersion { package: package.to_owned(), version })?
        .ok_or_else(|| PackageError::NoVersion {
            package: package.to_owned(),
            wanted: conditions.to_vec(),
            known: known.iter().map(|one| (*one).to_owned()).collect(),
        })?;
    let entry = &versions[chosen];
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let tarball = entry.get("downloads").and_then(|all| all.get("tarball")).and_then(text);
    let name = entry.get("name").and_then(text).or_else(|| index.get("name").and_then(text));
    let wishes = entry.get("packages").and_then(Json::as_array).cloned().unwrap_or_default();
    Ok(Found {
        version: chosen.to_owned(),
        name: name.ok_or_else(|| unreadable("no name"))?,
        tarball: tarball.ok_or_else(|| unreadable("no archive"))?,
        wishes: wishes.iter().map(|one| Spec::read(one, one, &url)).collect::<Result<_, _>>()?,
    })
}

/// Downloads an archive.
///
/// # Errors
///
/// [`PackageError::Unreachable`].
pub(super) async fn download(package: &str, url: &str) -> Result<Vec<u8>, PackageError> {
    get(package, url, false).await
}

async fn get(package: &str, url: &str, hub: bool) -> Result<Vec<u8>, PackageError> {
    let failed = |cause: reqwest::Error| PackageError::Unreachable {
        package: package.to_owned(),
        url: url.to_owned(),
        // The address is in the error already.
        message: cause.without_url().to_string(),
        hub,
    };
    let answer = reqwest::get(url).await.and_then(reqwest::Response::error_for_status).map_err(failed)?;
    Ok(answer.bytes().await.map_err(failed)?.to_vec())
}
