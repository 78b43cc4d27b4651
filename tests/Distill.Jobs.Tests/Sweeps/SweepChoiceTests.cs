using Distill.Evaluation;
using Distill.Jobs.Sweeps;
using Distill.Runs.Results.Sweeps;

namespace Distill.Jobs.Tests.Sweeps;

public sealed class SweepChoiceTests
{
    [Fact]
    public void Equal_errors_are_decided_by_the_lower_nll_and_test_errors_have_no_say()
    {
        var chosen = SweepChoice.Choose(
        [
            Setting(1, Student(1, test: 1, heldOut: 9, nll: 0.1), Student(2, test: 1, heldOut: 9, nll: 0.1)),
            Setting(2, Student(1, test: 8, heldOut: 5, nll: 0.4), Student(2, test: 8, heldOut: 7, nll: 0.4)),
            Setting(3, Student(1, test: 9, heldOut: 6, nll: 0.2), Student(2, test: 9, heldOut: 6, nll: 0.3)),
            Setting(4, Student(1, test: 9, heldOut: 1, nll: 0.2), Student(2, test: null, heldOut: 1, nll: 0.3, failure: "stopped")),
        ]);

        Assert.Equal([false, false, true, false], chosen.Select(setting => setting.Chosen));
    }

    [Fact]
    public void The_tests_pair_the_seeds_and_leave_out_what_stopped()
    {
        var settings = SweepChoice.Choose(
        [
            Setting(1, Student(1, 14, 9, 0.1), Student(2, 12, 9, 0.1), Student(3, 13, 9, 0.1)),
            Setting(2, Student(1, 10, 5, 0.1), Student(2, 11, 5, 0.1), Student(3, 9, 5, 0.1)),
            Setting(3, Student(1, 12, 8, 0.1), Student(2, null, null, null, "stopped"), Student(3, 12, 8, 0.1)),
            Setting(4, Student(1, null, null, null, "stopped"), Student(2, null, null, null, "stopped"), Student(3, 12, 8, 0.1)),
        ]);

        var tests = SweepChoice.Tests(settings)!;

        Assert.Equal([1.0, 3.0], tests.Select(test => test.Temperature));
        var expected = PairedTTest.Between([14, 12, 13], [10, 11, 9]);
        Assert.Equal((3.0, expected.PValue, 0.95), (tests[0].Difference, tests[0].P, tests[0].Confidence));
        Assert.Equal(expected.Difference.Interval()!.Lower, tests[0].Lower);
        Assert.Equal(2.5, tests[1].Difference);
    }

    [Fact]
    public void One_seed_or_no_choice_has_no_tests()
    {
        Assert.Null(SweepChoice.Tests(SweepChoice.Choose([Setting(1, Student(1, 1, 1, 0.1)), Setting(2, Student(1, 2, 2, 0.1))])));
        Assert.Null(SweepChoice.Tests(SweepChoice.Choose([Setting(1, Student(1, 1, null, null), Student(2, 1, null, null))])));
    }

    private static SweepSetting Setting(double temperature, params SweepStudent[] students) => new(temperature, 0.1, students);

    private static SweepStudent Student(long seed, long? test, long? heldOut, double? nll, string? failure = null) =>
        new(seed, test, test is null ? null : 0.5, heldOut, nll, failure);
}
