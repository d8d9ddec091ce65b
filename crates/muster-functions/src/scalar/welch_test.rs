//! `welch_test(mean1, variance1, count1, mean2, variance2, count2)`

use crate::beta;
use crate::prelude::*;

pub(crate) const WELCH_TEST: Scalar = Scalar {
    name: "welch_test",
    aliases: &[],
    category: Category::Math,
    signatures: &["(mean1: real, variance1: real, count1: real, mean2: real, variance2: real, count2: real): real"],
    summary: "Returns the two-sided p-value of Welch's test of whether two samples have the same mean.",
    notes: &["Null where a sample has fewer than two values."],
    upstream: "welch-test-function",
    examples: &[eg("round(welch_test(20.82, 7.8674285714, 15, 22.986666666666668, 3.8126666667, 15), 4)", "0.0214")],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let input = [0, 1, 2, 3, 4, 5].map(|index| args.real(index));
    args.rows(|row| {
        let [mean1, variance1, count1, mean2, variance2, count2] = input.each_ref().map(|column| column.get(row));
        let (count1, count2) = (count1?, count2?);
        if count1 < 2.0 || count2 < 2.0 {
            return None;
        }
        let (error1, error2) = (variance1? / count1, variance2? / count2);
        let t = (mean1? - mean2?) / (error1 + error2).sqrt();
        let freedom = (error1 + error2).powi(2) / (error1.powi(2) / (count1 - 1.0) + error2.powi(2) / (count2 - 1.0));
        Some(beta::cdf(freedom / (freedom + t * t), freedom / 2.0, 0.5))
    })
}
