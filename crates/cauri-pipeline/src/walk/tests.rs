use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::*;

#[derive(Debug, Default)]
struct Recorder {
    failing: BTreeSet<usize>,
    panicking: Option<usize>,
    endless: Option<usize>,
    begun: Arc<Mutex<Vec<usize>>>,
    skipped: Vec<(usize, SkipReason)>,
    broken: Vec<usize>,
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Steps for Recorder {
    fn begin(&mut self, step: usize) -> impl Future<Output = Ended> + Send + 'static {
        let fails = self.failing.contains(&step);
        let panics = self.panicking == Some(step);
        let endless = self.endless == Some(step);
        let (begun, now, most) = (Arc::clone(&self.begun), Arc::clone(&self.now), Arc::clone(&self.most));
        async move {
            begun.lock().unwrap().push(step);
            most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            tokio::task::yield_now().await;
            if endless {
                std::future::pending::<()>().await;
            }
            assert!(!panics, "this step panics");
            now.fetch_sub(1, Ordering::SeqCst);
            if fails { Ended::Badly } else { Ended::Well }
        }
    }

    fn skipped(&mut self, step: usize, reason: SkipReason) {
        self.skipped.push((step, reason));
    }

    fn broke_off(&mut self, step: usize, _error: &JoinError) {
        self.broken.push(step);
    }
}

async fn run(needs: &[&[usize]], limits: Limits, mut steps: Recorder) -> (Vec<usize>, Recorder) {
    let needs: Vec<Vec<usize>> = needs.iter().map(|above| above.to_vec()).collect();
    walk(&needs, limits, std::future::pending(), &mut steps).await;
    let begun = steps.begun.lock().unwrap().clone();
    (begun, steps)
}

const ONE: Limits = Limits { concurrency: 1, fail_fast: false };

#[tokio::test]
async fn a_step_begins_after_all_that_it_needs() {
    let (begun, _) = run(&[&[2, 1], &[2], &[]], ONE, Recorder::default()).await;
    assert_eq!(begun, [2, 1, 0]);
}

#[tokio::test]
async fn a_failure_skips_what_needs_it_and_nothing_else() {
    let steps = Recorder { failing: BTreeSet::from([0]), ..Recorder::default() };
    let (begun, steps) = run(&[&[], &[0], &[1], &[]], ONE, steps).await;
    assert_eq!(begun, [0, 3]);
    assert_eq!(steps.skipped, [(1, SkipReason::Needs(0)), (2, SkipReason::Needs(1))]);
}

#[tokio::test]
async fn fail_fast_begins_nothing_new() {
    let steps = Recorder { failing: BTreeSet::from([0]), ..Recorder::default() };
    let (begun, steps) = run(&[&[], &[0], &[]], Limits { concurrency: 1, fail_fast: true }, steps).await;
    assert_eq!(begun, [0]);
    assert_eq!(steps.skipped, [(1, SkipReason::Needs(0)), (2, SkipReason::FailFast)]);
}

#[tokio::test]
async fn no_more_steps_than_allowed_run_at_once() {
    let needs: Vec<&[usize]> = vec![&[]; 9];
    let (begun, steps) = run(&needs, Limits { concurrency: 3, fail_fast: false }, Recorder::default()).await;
    assert_eq!(begun.len(), 9);
    assert_eq!(steps.most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_panic_is_the_failure_of_its_step_only() {
    let steps = Recorder { panicking: Some(0), ..Recorder::default() };
    let (begun, steps) = run(&[&[], &[0], &[]], ONE, steps).await;
    assert_eq!(begun, [0, 2]);
    assert_eq!((steps.broken, steps.skipped), (vec![0], vec![(1, SkipReason::Needs(0))]));
}

#[tokio::test]
async fn an_interruption_cuts_off_what_runs_and_skips_the_rest() {
    let mut steps = Recorder { endless: Some(1), ..Recorder::default() };
    let begun = Arc::clone(&steps.begun);
    let needs = vec![vec![], vec![0], vec![1], vec![]];
    let interrupted = async move {
        while !begun.lock().unwrap().contains(&1) {
            tokio::task::yield_now().await;
        }
    };
    walk(&needs, ONE, interrupted, &mut steps).await;
    assert_eq!(steps.broken, [1]);
    assert_eq!(steps.skipped, [(2, SkipReason::Interrupted), (3, SkipReason::Interrupted)]);
}
