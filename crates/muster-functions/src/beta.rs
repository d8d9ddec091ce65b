//! The beta distribution.

use statrs::function::beta::{beta_reg, inv_beta_reg, ln_beta};

/// Cumulative distribution; `NaN` outside of its domain.
pub(crate) fn cdf(x: f64, alpha: f64, beta: f64) -> f64 {
    if (0.0..=1.0).contains(&x) && positive(alpha, beta) { beta_reg(alpha, beta, x) } else { f64::NAN }
}

/// The value of a cumulative probability; `None` where that is not one, `NaN` where a parameter is not positive.
pub(crate) fn inverse(probability: f64, alpha: f64, beta: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&probability) {
        return None;
    }
    Some(if positive(alpha, beta) { inv_beta_reg(alpha, beta, probability) } else { f64::NAN })
}

/// Density; `NaN` outside of its domain.
pub(crate) fn density(x: f64, alpha: f64, beta: f64) -> f64 {
    if !(0.0..=1.0).contains(&x) || !positive(alpha, beta) {
        return f64::NAN;
    }
    // Powers and not logarithms, so that the ends 0 and 1 need no case of their own.
    x.powf(alpha - 1.0) * (1.0 - x).powf(beta - 1.0) / ln_beta(alpha, beta).exp()
}

fn positive(alpha: f64, beta: f64) -> bool {
    alpha > 0.0 && beta > 0.0 && alpha.is_finite() && beta.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-9 * right.abs()
    }

    #[test]
    fn known_values_are_met() {
        assert!(close(cdf(0.9, 10.0, 20.0), 0.999_999_999_999_959_3));
        assert!(close(inverse(0.1, 10.0, 20.0).unwrap(), 0.226_415_022_388_748_97));
        assert!(close(density(0.5, 10.0, 20.0), 0.746_176_019_310_951));
    }

    #[test]
    fn outside_of_the_domain_is_nan_or_null() {
        assert!(cdf(1.5, 10.0, 20.0).is_nan() && density(0.1, -1.0, 20.0).is_nan());
        assert!(inverse(0.1, -1.0, 20.0).unwrap().is_nan());
        assert_eq!(inverse(1.5, 10.0, 20.0), None);
    }
}
