//! The starts of a last stretch that are the best at some rate: functional pruning (Maidstone, Hocking, Rigaill and
//! Fearnhead 2017, Statistics and Computing 27, 519–533).
//!
//! At a fixed rate, the costs of two last stretches that end together differ by a number that does not depend on their
//! end: what the periods between their starts cost at this rate. A start that is not the best at any rate can never be
//! part of the best division. The costs belong to exponential families: with the natural parameter θ and the
//! log-partition function A, a stretch costs 2 (exposure × A(θ) − hits × θ). This is convex, so the rates at which an
//! older start is at least as good as a newer one are an interval, and its ends are found by Newton's method.

use super::{Cost, Partitioner};

/// Bound for θ where any rate is possible: e⁻⁷⁰⁰ hits are none.
const FARTHEST: f64 = 700.0;
/// Steps of Newton's method; it nearly always needs fewer than ten.
const STEPS: usize = 100;

/// A value of θ.
#[derive(Clone, Copy, Debug)]
struct Point {
    theta: f64,
    /// A(θ).
    partition: f64,
    /// A′(θ).
    rate: f64,
}

/// A start, and values of θ at which it is the best.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: usize,
    low: Point,
    high: Point,
}

/// The best start at each θ.
pub(super) struct Envelope<'a> {
    series: &'a Partitioner,
    low: Point,
    high: Point,
    /// From low to high θ, without gaps.
    pieces: Vec<Piece>,
    next: Vec<Piece>,
}

/// What an older start saves over a newer one, as a function of θ: convex, and not above 0 where it is as good.
struct Difference {
    exposure: f64,
    hits: f64,
    advantage: f64,
}

impl Cost {
    fn point(self, theta: f64) -> Point {
        let (partition, rate) = match self {
            Self::Poisson => ((theta - 1.0).exp(), (theta - 1.0).exp()),
            Self::Binomial => (theta.max(0.0) + (-theta.abs()).exp().ln_1p(), 1.0 / (1.0 + (-theta).exp())),
            Self::Gaussian => (theta * theta / 2.0, theta),
        };
        Point { theta, partition, rate }
    }

    /// Values of θ between which the best one of every stretch lies.
    fn bounds(self, series: &Partitioner) -> (f64, f64) {
        let rates = (0..series.len()).map(|at| series.rate(at, at + 1));
        let (least, largest) =
            rates.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), rate| (low.min(rate), high.max(rate)));
        match self {
            Self::Poisson => (-FARTHEST, 1.0 + largest.ln().max(-FARTHEST)),
            Self::Binomial => (-FARTHEST, FARTHEST),
            Self::Gaussian => (least, largest),
        }
    }
}

impl<'a> Envelope<'a> {
    pub(super) fn new(series: &'a Partitioner) -> Self {
        let (low, high) = series.cost.bounds(series);
        let [low, high] = [low, high].map(|theta| series.cost.point(theta));
        Self { series, low, high, pieces: Vec::new(), next: Vec::new() }
    }

    /// The starts; one may come twice.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.pieces.iter().map(|piece| piece.start)
    }

    /// Adds a start later than all others; `least` is the cost of the best division up to each start.
    pub(super) fn add(&mut self, start: usize, least: &[f64]) {
        self.next.clear();
        // Where the values begin at which the new start is better than the pieces so far.
        let mut gap = self.pieces.is_empty().then_some(self.low);
        for piece in &self.pieces {
            let difference = Difference {
                exposure: self.series.exposure(piece.start, start),
                hits: self.series.hits(piece.start, start),
                advantage: (least[start] - least[piece.start]) / 2.0,
            };
            let Some((low, high)) = difference.kept(self.series.cost, piece) else {
                gap = gap.or(Some(piece.low));
                continue;
            };
            if low.theta > piece.low.theta {
                gap = gap.or(Some(piece.low));
            }
            if let Some(from) = gap.take() {
                self.next.push(Piece { start, low: from, high: low });
            }
            self.next.push(Piece { start: piece.start, low, high });
            if high.theta < piece.high.theta {
                gap = Some(high);
            }
        }
        if let Some(from) = gap {
            self.next.push(Piece { start, low: from, high: self.high });
        }
        std::mem::swap(&mut self.pieces, &mut self.next);
    }
}

impl Difference {
    fn at(&self, point: Point) -> f64 {
        self.exposure * point.partition - self.hits * point.theta - self.advantage
    }

    fn slope(&self, point: Point) -> f64 {
        self.exposure * point.rate - self.hits
    }

    /// The values of a piece at which its start is still the best.
    fn kept(&self, cost: Cost, piece: &Piece) -> Option<(Point, Point)> {
        let low = self.root(cost, piece.low, |slope| slope < 0.0)?;
        let high = self.root(cost, piece.high, |slope| slope > 0.0)?;
        (low.theta <= high.theta).then_some((low, high))
    }

    /// The first value from `point` on that is not above 0, going down a slope of the right sign. Newton's method comes
    /// ever nearer without going beyond, since the function is convex; where there is none, it reaches the other slope.
    fn root(&self, cost: Cost, mut point: Point, is_downhill: impl Fn(f64) -> bool) -> Option<Point> {
        for _ in 0..STEPS {
            let (above, slope) = (self.at(point), self.slope(point));
            if above <= 0.0 {
                return Some(point);
            }
            if !is_downhill(slope) {
                return None;
            }
            let theta = point.theta - above / slope;
            if (theta - point.theta).abs() <= 1e-12 * (1.0 + theta.abs()) {
                return Some(point);
            }
            point = cost.point(theta);
        }
        Some(point)
    }
}
