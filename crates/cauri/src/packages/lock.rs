//! `package-lock.yml` in dbt's form: every package in the version that was chosen, and a digest
//! of what was asked for, which tells whether the file is still right.

use std::path::Path;

use cauri_project::{LoadOptions, read_settings_file};
use serde_json::Value as Json;

use super::spec::Spec;
use crate::words::python_json;

/// The name of the file.
pub(crate) const LOCK_FILE: &str = "package-lock.yml";

/// A package in the version that was chosen.
#[derive(Debug, Clone)]
pub(crate) struct Locked {
    /// The name of the project that it is, and of its folder.
    pub(crate) name: String,
    pub(crate) spec: Spec,
}

/// The packages of the lock file, if it was written for these wishes.
///
/// # Errors
///
/// When the file is broken.
pub(crate) fn read(root: &Path, wishes: &[Spec], options: &LoadOptions) -> anyhow::Result<Option<Vec<Locked>>> {
    let Ok(text) = std::fs::read_to_string(root.join(LOCK_FILE)) else { return Ok(None) };
    let read = read_settings_file(LOCK_FILE, &text, options).map_err(crate::lakehouse::several)?;
    if read.raw.get("sha1_hash").and_then(Json::as_str) != Some(&digest(wishes)) {
        return Ok(None);
    }
    let entries = |json: &Json| json.get("packages").and_then(Json::as_array).cloned().unwrap_or_default();
    let mut locked = Vec::new();
    for (rendered, raw) in entries(&read.rendered).into_iter().zip(entries(&read.raw)) {
        let Some(name) = rendered.get("name").and_then(Json::as_str).map(str::to_owned) else { return Ok(None) };
        locked.push(Locked { name, spec: Spec::read(&rendered, &raw, LOCK_FILE)? });
    }
    Ok(Some(locked))
}

/// The text of the file.
pub(crate) fn text(locked: &[Locked], wishes: &[Spec]) -> String {
    let mut text = String::from("packages:\n");
    for one in locked {
        // dbt writes the keys in the order of the alphabet.
        let mut entry: Vec<(String, Json)> = one.spec.lock_entry(&one.name).into_iter().collect();
        entry.sort_by(|a, b| a.0.cmp(&b.0));
        for (at, (key, value)) in entry.iter().enumerate() {
            let dash = if at == 0 { "- " } else { "  " };
            text.push_str(&format!("  {dash}{key}: {}\n", scalar(value)));
        }
    }
    text.push_str(&format!("sha1_hash: {}\n", digest(wishes)));
    text
}

/// A scalar of YAML, quoted where it would be read as something else.
pub(crate) fn scalar(value: &Json) -> String {
    let Json::String(text) = value else { return value.to_string() };
    let same: Option<Json> = dbt_yaml::from_str(text).ok();
    let is_plain = same.as_ref() == Some(value) && !text.contains(": ") && !text.contains(" #");
    if is_plain { text.clone() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// dbt's digest of what is asked for.
fn digest(wishes: &[Spec]) -> String {
    use sha1::{Digest, Sha1};
    let mut texts: Vec<String> = wishes.iter().map(|spec| python_json(&spec.contract())).collect();
    texts.sort();
    let digest = Sha1::digest(texts.join("\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec(entry: &Json) -> Spec {
        Spec::read(entry, entry, "packages.yml").unwrap()
    }

    /// The digests are those that dbt 1.10.23 gives to the same entries.
    #[test]
    fn the_digest_is_that_of_dbt() {
        assert_eq!(digest(&[spec(&json!({"local": "../x"}))]), "2eb88687c82ae2cd966a476e338919651d83079e");
        let both = [
            spec(&json!({"package": "dbt-labs/dbt_utils", "version": "1.1.1"})),
            spec(&json!({"git": "https://github.com/a/b.git", "revision": "main"})),
        ];
        assert_eq!(digest(&both), "5e1c1fd4ec5b77fcbe0c297fbc9d9d07c7ad0c40");
    }

    #[test]
    fn versions_stay_texts_in_the_lock_file() {
        assert_eq!(scalar(&json!("1.1.1")), "1.1.1");
        assert_eq!(scalar(&json!("1.0")), "'1.0'");
        assert_eq!(scalar(&json!("{{ env_var('X') }}/a.git")), "'{{ env_var(''X'') }}/a.git'");
    }
}
