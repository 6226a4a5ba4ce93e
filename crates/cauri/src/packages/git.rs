//! Packages from git repositories, through the `git` program: only the commit that is asked for is fetched.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::PackageError;

/// Checks a revision out into a folder of its own below `downloads`; gives the folder and the commit.
///
/// # Errors
///
/// When git is missing, or the repository or the revision cannot be fetched.
pub(super) fn checkout(url: &str, revision: Option<&str>, downloads: &Path) -> Result<(PathBuf, String), PackageError> {
    let git = Git { package: url };
    let wanted = revision.unwrap_or("HEAD");
    let folder = downloads.join(folder_name(url, wanted));
    if !folder.is_dir() {
        std::fs::create_dir_all(&folder).map_err(|cause| PackageError::Disk {
            package: url.to_owned(),
            path: folder.clone(),
            cause,
        })?;
        git.run(&folder, &["init", "--quiet"])?;
        let alone = git.run(&folder, &["fetch", "--quiet", "--depth", "1", url, wanted]);
        match alone {
            Ok(_) => git.run(&folder, &["checkout", "--quiet", "--detach", "FETCH_HEAD"])?,
            // Some servers give no single commit: then everything is fetched.
            Err(_) => {
                git.run(&folder, &["fetch", "--quiet", "--tags", url, "+refs/heads/*:refs/remotes/origin/*"])?;
                git.run(&folder, &["checkout", "--quiet", "--detach", wanted])?
            }
        };
    }
    let commit = git.run(&folder, &["rev-parse", "HEAD"])?;
    Ok((folder, commit.trim().to_owned()))
}

struct Git<'a> {
    package: &'a str,
}

impl Git<'_> {
    fn run(&self, folder: &Path, arguments: &[&str]) -> Result<String, PackageError> {
        let failed = |message: String| PackageError::Program {
            command: format!("git {}", arguments.first().unwrap_or(&"")),
            package: without_password(self.package),
            message: without_password(message.trim()),
        };
        let output = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            // Nobody is there to be asked for a password.
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C")
            .output()
            .map_err(|cause| failed(format!("git cannot be started: {cause}")))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// A folder of its own for each repository and revision.
fn folder_name(url: &str, revision: &str) -> String {
    use sha1::{Digest, Sha1};
    let digest = Sha1::digest(format!("{url} {revision}").as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("git-{hex}")
}

/// A text in which what stands between `//` and `@` of a URL is hidden: it may be a secret.
fn without_password(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| match word.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => format!("{scheme}://***@{host}"),
            None => word.to_owned(),
        },
        None => word.to_owned(),
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_urls_are_not_shown() {
        let text = without_password("unable to access https://me:token@host/a.git today");
        assert_eq!(text, "unable to access https://***@host/a.git today");
    }
}
