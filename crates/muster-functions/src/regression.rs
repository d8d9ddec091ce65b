//! The straight line that is nearest to a series.

/// A line through a series whose places are counted from 0.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) slope: f64,
    pub(crate) interception: f64,
    /// Variance of the series, that of a sample.
    pub(crate) variance: f64,
    /// Variance of what the line leaves over.
    pub(crate) residual_variance: f64,
}

impl Line {
    /// The line of least squares; `None` for less than two values.
    pub(crate) fn fit(series: &[f64]) -> Option<Self> {
        if series.len() < 2 {
            return None;
        }
        let count = series.len() as f64;
        let middle = (count - 1.0) / 2.0;
        let average = series.iter().sum::<f64>() / count;
        let (mut squares, mut products, mut variance) = (0.0, 0.0, 0.0);
        for (place, value) in series.iter().enumerate() {
            let (across, up) = (place as f64 - middle, value - average);
            squares += across * across;
            products += across * up;
            variance += up * up;
        }
        let slope = products / squares;
        let mut line = Self { slope, interception: average - slope * middle, variance: 0.0, residual_variance: 0.0 };
        let residual: f64 = series.iter().enumerate().map(|(place, value)| (value - line.at(place)).powi(2)).sum();
        line.variance = variance / (count - 1.0);
        line.residual_variance = residual / (count - 1.0);
        Some(line)
    }

    /// The line's value at a place.
    pub(crate) fn at(&self, place: usize) -> f64 {
        self.interception + self.slope * place as f64
    }

    /// The share of the variance that the line explains.
    pub(crate) fn r_square(&self) -> f64 {
        1.0 - self.residual_variance / self.variance
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_through_its_own_points() {
        let line = Line::fit(&[1.0, 3.0, 5.0]).unwrap();
        assert_eq!((line.slope, line.interception, line.variance, line.r_square()), (2.0, 1.0, 4.0, 1.0));
        assert!(Line::fit(&[1.0]).is_none());
    }
}
