//! Files on every kind of storage: whole or absent, never replaced by accident.

use futures::TryStreamExt;

use super::*;

fn storage() -> LakeStorage {
    LakeStorage::new(&BTreeMap::new()).unwrap()
}

async fn listed(storage: &LakeStorage, folder: &str) -> Vec<(String, u64)> {
    let mut files: Vec<ListedFile> = storage.list(folder).try_collect().await.unwrap();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files.into_iter().map(|file| (file.path, file.size_bytes)).collect()
}

/// What holds of every storage, in a folder of its own.
async fn keeps_its_promises(storage: &LakeStorage, root: &str) {
    whole_files_are_written_once(storage, &format!("{root}/a/b/f.json")).await;
    long_files_appear_when_they_are_closed(storage, root).await;
    files_given_up_leave_nothing(storage, root).await;
    let names = ["/a/b/f.json", "/a/big é 100%.bin", "/a/empty"].map(|name| format!("{root}{name}"));
    let found: Vec<String> = listed(storage, root).await.into_iter().map(|(path, _)| path).collect();
    assert_eq!(found, names);
    assert_eq!(listed(storage, &format!("{root}/a/b")).await, [(names[0].clone(), 5)]);
    through_the_format_library(storage, root).await;
    for name in names.iter().chain(&names) {
        storage.delete(name).await.unwrap();
        assert!(!storage.exists(name).await.unwrap());
    }
}

async fn whole_files_are_written_once(storage: &LakeStorage, file: &str) {
    assert!(matches!(storage.read(file).await, Err(LakeError::FileNotFound { .. })));
    assert!(matches!(storage.size(file).await, Err(LakeError::FileNotFound { .. })));
    assert!(listed(storage, file.strip_suffix("/b/f.json").unwrap()).await.is_empty());
    storage.put_if_absent(file, Bytes::from_static(b"one")).await.unwrap();
    let taken = storage.put_if_absent(file, Bytes::from_static(b"two")).await;
    assert!(matches!(taken, Err(LakeError::FileExists { .. })), "{taken:?}");
    assert_eq!(storage.read(file).await.unwrap(), "one");
    storage.put(file, Bytes::from_static(b"three")).await.unwrap();
    assert_eq!((storage.read(file).await.unwrap(), storage.size(file).await.unwrap()), (Bytes::from("three"), 5));
}

async fn long_files_appear_when_they_are_closed(storage: &LakeStorage, root: &str) {
    let big = format!("{root}/a/big é 100%.bin");
    let mut writer = storage.writer(&big).await.unwrap();
    let piece = Bytes::from(vec![7_u8; 3 * 1024 * 1024 + 1]);
    for _ in 0..6 {
        writer.write(piece.clone()).await.unwrap();
    }
    assert!(!storage.exists(&big).await.unwrap(), "a file is there before it is whole");
    assert_eq!(writer.close().await.unwrap(), 6 * piece.len() as u64);
    assert!(writer.close().await.is_err() && writer.write(piece.clone()).await.is_err());
    let whole = storage.read(&big).await.unwrap();
    assert_eq!((whole.len(), whole.iter().all(|byte| *byte == 7)), (6 * piece.len(), true));
    let empty = format!("{root}/a/empty");
    assert_eq!(storage.writer(&empty).await.unwrap().close().await.unwrap(), 0);
    assert_eq!(storage.read(&empty).await.unwrap(), "");
}

async fn files_given_up_leave_nothing(storage: &LakeStorage, root: &str) {
    let piece = Bytes::from(vec![7_u8; 3 * 1024 * 1024 + 1]);
    drop(storage.writer(&format!("{root}/a/given-up")).await.unwrap());
    let mut given_up = storage.writer(&format!("{root}/a/given-up")).await.unwrap();
    given_up.write(piece).await.unwrap();
    drop(given_up);
}

async fn through_the_format_library(storage: &LakeStorage, root: &str) {
    let path = format!("{root}/io/x.avro");
    let io = storage.file_io();
    io.new_output(&path).unwrap().write(Bytes::from_static(b"0123456789")).await.unwrap();
    assert!(io.new_output(&path).unwrap().write(Bytes::from_static(b"other")).await.is_err());
    let input = io.new_input(&path).unwrap();
    assert_eq!(input.metadata().await.unwrap().size, 10);
    assert_eq!(input.reader().await.unwrap().read(3..6).await.unwrap(), "345");
    assert!(input.reader().await.unwrap().read(8..12).await.map_or(true, |bytes| bytes.len() == 2));
    assert!(!io.exists(format!("{root}/io/y")).await.unwrap());
    assert!(io.delete_prefix(root).await.is_err(), "a folder may hold files of others");
    io.delete(&path).await.unwrap();
}

#[tokio::test]
async fn the_local_disk_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let root = format!("file://{}", folder.path().display());
    keeps_its_promises(&storage(), &root).await;
    let names = std::fs::read_dir(folder.path().join("a")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["b"], "something was left behind");
}

#[tokio::test]
async fn a_sweep_takes_what_dead_writers_left_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let root = format!("file://{}", dir.path().display());
    let storage = storage();
    let mut alive = storage.writer(&format!("{root}/data/alive.parquet")).await.unwrap();
    alive.write("PAR1".into()).await.unwrap();
    storage.put(&format!("{root}/data/kept.tmp"), "x".into()).await.unwrap();
    let mut dead = storage.writer(&format!("{root}/data/dead.parquet")).await.unwrap();
    dead.write("PAR1".into()).await.unwrap();
    // What a kill leaves: the file, and nobody who holds its lock.
    let left = dir.path().join("data").read_dir().unwrap().map(|entry| entry.unwrap().path());
    let left: Vec<_> = left.filter(|path| path.extension().is_some_and(|kind| kind == "tmp")).collect();
    let copy = left.iter().find(|path| !path.ends_with("kept.tmp")).unwrap();
    std::fs::copy(copy, copy.with_file_name(copy.file_name().unwrap().to_str().unwrap().replace(".tmp", "0.tmp")))
        .unwrap();
    assert_eq!(storage.sweep(&root).await.unwrap(), 1);
    assert_eq!(storage.sweep(&format!("{root}/nowhere")).await.unwrap(), 0);
    alive.close().await.unwrap();
    dead.close().await.unwrap();
    let names = ["alive.parquet", "dead.parquet", "kept.tmp"].map(|name| format!("{root}/data/{name}"));
    assert_eq!(listed(&storage, &root).await.into_iter().map(|(path, _)| path).collect::<Vec<_>>(), names);
}

#[tokio::test]
async fn the_memory_keeps_its_promises() {
    keeps_its_promises(&storage(), "memory:///w").await;
}

/// Settings of the S3 server that tests are given, if they are given one.
pub(crate) fn s3_for_tests() -> Option<(BTreeMap<String, String>, String)> {
    let Some(endpoint) = cauri_core::env::read("CAURI_TEST_S3_ENDPOINT") else {
        println!("not run: CAURI_TEST_S3_ENDPOINT names no S3 server");
        return None;
    };
    let read = |name: &str, default: &str| cauri_core::env::read(name).unwrap_or_else(|| default.to_owned());
    let properties = BTreeMap::from([
        ("s3.endpoint".to_owned(), endpoint),
        ("s3.path-style-access".to_owned(), "true".to_owned()),
        ("s3.region".to_owned(), "us-east-1".to_owned()),
        ("s3.access-key-id".to_owned(), read("CAURI_TEST_S3_ACCESS_KEY_ID", "cauriadmin")),
        ("s3.secret-access-key".to_owned(), read("CAURI_TEST_S3_SECRET_ACCESS_KEY", "cauriSecret123")),
    ]);
    let bucket = read("CAURI_TEST_S3_BUCKET", "lake");
    Some((properties, format!("s3://{bucket}/test-{}", uuid::Uuid::new_v4())))
}

#[tokio::test]
async fn s3_keeps_its_promises() {
    let Some((properties, root)) = s3_for_tests() else { return };
    keeps_its_promises(&LakeStorage::new(&properties).unwrap(), &root).await;
}

#[tokio::test]
async fn s3_with_a_wrong_key_says_so() {
    let Some((mut properties, root)) = s3_for_tests() else { return };
    properties.insert("s3.secret-access-key".to_owned(), "wrong".to_owned());
    let storage = LakeStorage::new(&properties).unwrap();
    let read = storage.read(&format!("{root}/x")).await;
    assert!(matches!(read, Err(LakeError::PermissionDenied { action: "read", .. })), "{read:?}");
    let write = storage.put_if_absent(&format!("{root}/x"), Bytes::from_static(b"x")).await;
    assert!(matches!(write, Err(LakeError::PermissionDenied { action: "write", .. })), "{write:?}");
}

#[tokio::test]
async fn one_client_a_bucket() {
    let Ok(storage) = LakeStorage::new(&BTreeMap::from([
        ("s3.endpoint".to_owned(), "http://127.0.0.1:1".to_owned()),
        ("s3.access-key-id".to_owned(), "a".to_owned()),
        ("s3.secret-access-key".to_owned(), "hidden".to_owned()),
    ])) else {
        panic!("the settings are right")
    };
    let store = |url: &str| storage.object_store(&Url::parse(url).unwrap()).unwrap();
    assert!(Arc::ptr_eq(&store("s3://lake/a"), &store("s3a://lake/b/c")));
    assert!(!Arc::ptr_eq(&store("s3://lake"), &store("s3://lake2")));
    assert!(Arc::ptr_eq(&store("file:///"), &store("file:///a/b")));
    assert!(storage.object_store(&Url::parse("gs://lake").unwrap()).is_err());
    assert!(!format!("{storage:?}").contains("hidden"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_gets_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("{}/new/folder/f", folder.path().display());
    let storage = storage();
    let writers = (0..16_u8).map(|at| {
        let (storage, path) = (storage.clone(), path.clone());
        tokio::spawn(async move { storage.put_if_absent(&path, Bytes::from(vec![at; 1000])).await.map(|()| at) })
    });
    let mut winners = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        match writer.await.unwrap() {
            Ok(at) => winners.push(at),
            Err(LakeError::FileExists { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(storage.read(&path).await.unwrap(), vec![winners[0]; 1000]);
    assert_eq!(std::fs::read_dir(folder.path().join("new/folder")).unwrap().count(), 1);
}

#[tokio::test]
async fn a_file_in_the_place_of_a_folder_is_no_missing_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("{}/f", folder.path().display());
    let storage = storage();
    storage.put(&path, Bytes::from_static(b"x")).await.unwrap();
    let below = storage.put_if_absent(&format!("{path}/g"), Bytes::from_static(b"x")).await;
    assert!(matches!(below, Err(LakeError::Storage { action: "write", .. })), "{below:?}");
}
