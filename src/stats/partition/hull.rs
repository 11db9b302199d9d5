//! The convex hull of points that come from left to right (Andrew 1979, Information Processing Letters 9, 216–219).
//!
//! If the rates before and after a break are fixed, what the break costs is linear in the exposure and hits up to it.
//! So the best of several breaks is a corner of the hull of these points, whatever the rates. A random series has about
//! 2 ln n corners.

/// Points by number, those of the lower and of the upper hull.
#[derive(Debug, Default)]
pub(super) struct Hull {
    lower: Vec<usize>,
    upper: Vec<usize>,
}

impl Hull {
    /// Adds a point to the right of all others; `place` gives the coordinates of a point.
    pub(super) fn add(&mut self, point: usize, place: impl Fn(usize) -> (f64, f64)) {
        for (side, sign) in [(&mut self.lower, 1.0), (&mut self.upper, -1.0)] {
            while let &[.., before, last] = side.as_slice() {
                let (from, over, to) = (place(before), place(last), place(point));
                let turn = (over.0 - from.0) * (to.1 - over.1) - (over.1 - from.1) * (to.0 - over.0);
                if sign * turn > 0.0 {
                    break;
                }
                side.pop();
            }
            side.push(point);
        }
    }

    /// The corners, each once.
    pub(super) fn corners(&self) -> impl Iterator<Item = usize> + '_ {
        let inner = self.upper.get(1..self.upper.len().saturating_sub(1)).unwrap_or_default();
        self.lower.iter().chain(inner).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_corners_are_kept() {
        let points = [(0.0, 0.0), (1.0, 2.0), (2.0, 1.0), (3.0, -1.0), (4.0, 2.0), (5.0, 2.0)];
        let mut hull = Hull::default();
        (0..points.len()).for_each(|point| hull.add(point, |at| points[at]));
        assert_eq!(hull.corners().collect::<Vec<usize>>(), [0, 3, 5, 1]);
    }

    #[test]
    fn points_in_a_line_are_its_two_ends() {
        let mut hull = Hull::default();
        for point in 0..1000 {
            hull.add(point, |at| (at as f64, 3.0 * at as f64));
            assert!(hull.corners().count() <= 2);
        }
    }
}
