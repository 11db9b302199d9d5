//! Runs long work while the caller can still be interrupted with Ctrl-C.
//!
//! The work runs on a thread pool, started from a thread of its own and detached from the interpreter. The calling
//! thread waits in short steps; between them it lets Python handle signals and tells the progress callback how many
//! documents are done. A pool belongs to the process that made it: after a fork, the child makes its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::error::from_panic;
use crate::corpus::Control;

/// Time between checks for signals.
const STEP: Duration = Duration::from_millis(50);
/// Stack of each thread: as large as a main thread's. Work takes up to one megabyte in release builds; in debug builds
/// it takes more than the two that threads have by default.
const STACK: usize = 8 << 20;
/// With more threads than any machine has cores, starting them takes longer than they save.
const MOST_THREADS: usize = 1024;

/// Runs a question, passing it the control that can stop it.
pub(super) fn ask<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    work: impl FnOnce(&Control) -> crate::Result<T> + Send,
) -> PyResult<T> {
    let control = Control::default();
    run(py, threads, &control, None, || work(&control))
}

/// Runs long work; `control` is told to stop if a signal handler or the progress callback raises.
pub(super) fn run<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    control: &Control,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce() -> crate::Result<T> + Send,
) -> PyResult<T> {
    let pool = pool(threads)?;
    let progress = progress.map(|callback| callback.clone().unbind());
    py.detach(|| {
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            let work = move || {
                let result = catch_unwind(AssertUnwindSafe(|| pool.install(work)));
                // The receiver waits for this, whatever Python raises in the meantime.
                let _ = sender.send(result);
            };
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
            let mut raised = None;
            loop {
                match receiver.recv_timeout(STEP) {
                    Ok(Ok(result)) => return finish(result, raised, control, progress.as_ref()),
                    Ok(Err(panic)) => return Err(raised.unwrap_or_else(|| from_panic(&*panic))),
                    Err(RecvTimeoutError::Timeout) if raised.is_none() => {
                        raised = Python::attach(|py| tell(py, control, progress.as_ref())).err();
                        if raised.is_some() {
                            control.stop();
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return Err(from_panic(&"the working thread is gone")),
                }
            }
        })
    })
}

/// The result, unless something was raised in the meantime, or the final call of the progress callback raises.
fn finish<T>(
    result: crate::Result<T>,
    raised: Option<PyErr>,
    control: &Control,
    progress: Option<&Py<PyAny>>,
) -> PyResult<T> {
    if let Some(error) = raised {
        return Err(error);
    }
    let result = result?;
    Python::attach(|py| tell(py, control, progress))?;
    Ok(result)
}

fn tell(py: Python<'_>, control: &Control, progress: Option<&Py<PyAny>>) -> PyResult<()> {
    py.check_signals()?;
    if let Some(callback) = progress {
        callback.call1(py, (control.done(),))?;
    }
    Ok(())
}

/// The process's pool with the given number of threads; `None` means rayon's default (`RAYON_NUM_THREADS` or all
/// cores).
fn pool(threads: Option<usize>) -> PyResult<Arc<ThreadPool>> {
    type Known = Option<(u32, Option<usize>, Arc<ThreadPool>)>;
    // Only threads attached to the interpreter lock it, one at a time, and only such a thread forks: no child finds it
    // locked.
    static POOL: Mutex<Known> = Mutex::new(None);
    if let Some(count) = threads.filter(|&count| count == 0 || count > MOST_THREADS) {
        let message = format!("threads is {count}: give a number from 1 to {MOST_THREADS}, or None for all cores");
        return Err(PyValueError::new_err(message));
    }
    let mut known = POOL.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let process = std::process::id();
    match &*known {
        Some((owner, size, pool)) if *owner == process && *size == threads => return Ok(Arc::clone(pool)),
        Some((owner, ..)) if *owner != process => {
            // The parent's threads do not exist here, and dropping their pool would wait for them.
            std::mem::forget(known.take());
        }
        _ => {}
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .stack_size(STACK)
        .thread_name(|number| format!("coopsec-{number}"))
        .build()
        .map_err(|error| PyValueError::new_err(format!("threads: {error}")))?;
    let pool = Arc::new(pool);
    *known = Some((process, threads, Arc::clone(&pool)));
    Ok(pool)
}
