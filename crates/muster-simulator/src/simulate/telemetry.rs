//! Telemetry slice by slice: of a fleet that is too large for the memory.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use muster_catalog::Table;
use muster_source::Diagnostic;

use super::{Options, Stage, refuse, staged};
use crate::activity::noise;
use crate::emit::{BATCH, Dictionary, Flavor, Place, Texts, batches, device_process_events, ordered, truths};
use crate::library::Library;
use crate::quantity::HOUR;
use crate::scenario::Scenario;
use crate::scenario::limits::MAX_STREAMED_NOISE;
use crate::statistics::{Activity, Tally};
use crate::truth::Truth;
use crate::world::{Course, LAG};

/// Rows that are expected in a slice of time, at most, as long as it has more than an hour.
const SLICE: f64 = 250_000.0;

/// Some rows of a table.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The rows. Columns are those of [`Telemetry::table`]; texts that come again and again are dictionaries.
    pub batches: Vec<RecordBatch>,
    /// The truth about each row, in the same order.
    pub truth: Vec<Truth>,
}

/// Telemetry that is made while it is read, chunk by chunk, in the order of time: an iterator of [`Chunk`]s.
pub struct Telemetry<'a> {
    stage: Stage<'a>,
    courses: Vec<Course<'a>>,
    dictionary: Dictionary,
    flavor: Flavor,
    diagnostics: Vec<Diagnostic>,
    rows: u64,
    /// First hour that is not played yet, and how many are played at a time.
    hour: i64,
    step: i64,
    over: bool,
    /// Rows of the slice at hand, and how many of them are given.
    places: Vec<Place>,
    given: usize,
    tally: Option<Tally>,
}

/// Simulates a scenario and hands the telemetry to `read` while it is made: the rows of [`crate::simulate`] in the
/// same order, in a memory that does not grow with the span.
///
/// # Errors
/// What keeps the scenario from being played; `read` is not called then.
pub fn stream<R>(
    scenario: &Scenario,
    library: &Library,
    options: &Options,
    read: impl FnOnce(&mut Telemetry<'_>) -> R,
) -> Result<R, Vec<Diagnostic>> {
    stream_by(scenario, library, options, SLICE, read)
}

/// As [`stream`], with so many rows expected in a slice.
pub(super) fn stream_by<R>(
    scenario: &Scenario,
    library: &Library,
    options: &Options,
    slice: f64,
    read: impl FnOnce(&mut Telemetry<'_>) -> R,
) -> Result<R, Vec<Diagnostic>> {
    staged(scenario, library, options, MAX_STREAMED_NOISE, |stage, mut diagnostics| {
        let span = stage.back.clock - stage.back.start;
        let expected = stage.noise.map_or(0.0, |noise| noise::expected(noise, stage.back));
        let hours = slice * span as f64 / HOUR as f64 / expected.max(1.0);
        let first = (stage.back.start + stage.back.fleet.utc_offset).div_euclid(HOUR);
        let (courses, rows) = if expected <= slice {
            let courses = stage.whole(&stage.all(), &mut diagnostics);
            let rows = courses.iter().map(|course| course.rows.len() as u64).sum();
            (courses, rows)
        } else {
            stage.in_slices(&mut diagnostics)
        };
        refuse(&mut diagnostics)?;
        let mut telemetry = Telemetry {
            stage,
            dictionary: Dictionary::new(stage.back, &courses),
            flavor: options.flavor,
            diagnostics,
            rows,
            hour: first,
            step: (hours as i64).max(1),
            over: expected <= slice,
            places: if expected <= slice { ordered(&courses, stage.jobs) } else { Vec::new() },
            courses,
            given: 0,
            tally: None,
        };
        Ok(read(&mut telemetry))
    })
}

impl<'a> Stage<'a> {
    /// Devices that are played slice by slice, and how many rows they will have.
    fn in_slices(&self, diagnostics: &mut Vec<Diagnostic>) -> (Vec<Course<'a>>, u64) {
        let made = crate::parallel::map(&self.plan.hosts, self.jobs, |index, planned| {
            let mut problems = Vec::new();
            let course = Course::in_slices(self.world(index), planned, self.noise, &mut problems);
            (course, problems)
        });
        let mut courses = Vec::with_capacity(made.len());
        let mut rows = 0;
        for ((course, of_course), problems) in made {
            courses.push(course);
            rows += of_course;
            diagnostics.extend(problems);
        }
        (courses, rows)
    }
}

impl Telemetry<'_> {
    /// What could not be done as the scenario says.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many rows there are, with those already given.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The schema of the rows.
    #[must_use]
    pub fn table(&self) -> Table {
        device_process_events::table(self.flavor)
    }

    /// Counts the rows of ordinary activity from here on, for [`Telemetry::statistics`]. Where there is no noise there
    /// is nothing to count.
    pub fn count(&mut self, scenario: &Scenario) {
        let Stage { back, .. } = self.stage;
        let noise = scenario.noise.as_ref();
        self.tally = noise.and_then(|(name, rate)| Some(Tally::new(back.library.profiles.get(name)?, *rate, back)));
        // A telemetry of one slice is played already.
        if let Some(tally) = &mut self.tally {
            tally.count(&self.courses, back);
        }
    }

    /// Plays to the end and gives no rows: for those who only count.
    pub fn play(&mut self) {
        while !self.over {
            self.slice();
        }
        self.given = self.places.len();
    }

    /// What was counted of the rows that are given: by kind of host.
    pub fn statistics(&mut self) -> Vec<Activity> {
        self.tally.take().map(|tally| tally.finish(self.stage.back)).unwrap_or_default()
    }

    /// Plays the next hours. Rows whose process may still get a neighbor in a later hour wait.
    fn slice(&mut self) {
        let Stage { back, noise, jobs, .. } = self.stage;
        let last = (back.clock + back.fleet.utc_offset).div_euclid(HOUR);
        self.hour += self.step;
        self.over = self.hour > last;
        let (hour, until) = if self.over {
            (i64::MAX, i64::MAX)
        } else {
            (self.hour, self.hour * HOUR - back.fleet.utc_offset - LAG.1)
        };
        crate::parallel::each(&mut self.courses, jobs, |course| course.advance(noise, hour, until));
        if let Some(tally) = &mut self.tally {
            tally.count(&self.courses, back);
        }
        self.places = ordered(&self.courses, jobs);
        self.given = 0;
    }
}

impl Iterator for Telemetry<'_> {
    type Item = Result<Chunk, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.given == self.places.len() {
            if self.over {
                return None;
            }
            self.slice();
        }
        // A batch for each thread: few enough that their memory is used again before the allocator gives it back.
        let places = &self.places[self.given..self.places.len().min(self.given + BATCH * self.stage.jobs)];
        self.given += places.len();
        let scene = self.stage.scene(&self.courses, &self.dictionary, self.flavor, Texts::Coded);
        Some(
            batches(places, scene)
                .map(|batches| Chunk { batches, truth: truths(places, &self.courses, self.stage.back) }),
        )
    }
}
