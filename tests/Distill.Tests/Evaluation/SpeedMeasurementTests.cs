using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;

namespace Distill.Tests.Evaluation;

public sealed class SpeedMeasurementTests
{
    private static readonly SpeedOptions Quick = new() { BatchSize = 4, Rounds = 3, Duration = TimeSpan.Zero };

    [Fact]
    public void ModelsAreTimedInTurnsOnTheSameExamples()
    {
        using var one = new TableTeacher("one", 3, RandomRows.Make(new Random(1), 6, 3));
        using var other = new TableTeacher("other", 3, RandomRows.Make(new Random(2), 6, 3));
        var measured = SpeedMeasurement.Of([Predictor.Of(one), Predictor.Of(other)], View(6), Quick);
        Assert.Equal(["one", "other"], measured.Select(speed => speed.Name));
        Assert.Equal((4, 4), (one.LargestBatch, other.LargestBatch));
        Assert.All(measured, speed =>
        {
            Assert.Equal(3, speed.BatchSeconds.Count);
            Assert.Equal(4 / speed.BatchSeconds.Order().ElementAt(1), speed.Throughput.ExamplesPerSecond, 1e-6);
            Assert.True(speed.Throughput.MillisecondsForOne > 0);
        });
    }

    [Fact]
    public void TheRatioIsTheMedianOfTheRounds()
    {
        var fast = new SpeedMeasurement("fast", new(0, 0), [1, 2, 4]);
        var slow = new SpeedMeasurement("slow", new(0, 0), [10, 10, 12]);
        Assert.Equal(5, fast.Over(slow));
        Assert.Equal(0.2, slow.Over(fast));
        Assert.Throws<ArgumentException>(() => fast.Over(new SpeedMeasurement("other", new(0, 0), [1])));
    }

    [Fact]
    public void EveryContenderRunsInEveryRoundAndTheFirstOfOneIsTheLastOfTheNext()
    {
        var order = new List<int>();
        var clock = new Clock();
        Action Contender(int number) => () =>
        {
            // Long enough that one call makes a timing.
            clock.Milliseconds += 3 + number;
            order.Add(number);
        };

        var seconds = InterleavedTimer.Measure([Contender(0), Contender(1), Contender(2)], 2, TimeSpan.Zero, CancellationToken.None, clock);
        Assert.Equal([0, 1, 2, 2, 1, 0], order.TakeLast(6));
        Assert.Equal([[0.003, 0.003], [0.004, 0.004], [0.005, 0.005]], seconds);
    }

    [Fact]
    public void ShortContendersAreRepeatedWithinATiming()
    {
        var clock = new Clock();
        var calls = 0;
        void Contender()
        {
            clock.Milliseconds += 0.03;
            calls++;
        }

        var seconds = InterleavedTimer.Measure([Contender], 1, TimeSpan.Zero, CancellationToken.None, clock);
        // Four that are not measured, and two milliseconds' worth.
        Assert.Equal(4 + 67, calls);
        Assert.Equal(3e-5, seconds[0].Single(), 1e-7);
    }

    [Fact]
    public void MoreRoundsFollowUntilTheTimeIsOver()
    {
        var clock = new Clock();
        var seconds = InterleavedTimer.Measure([() => clock.Milliseconds += 4], 1, TimeSpan.FromMilliseconds(200), CancellationToken.None, clock);
        Assert.Equal(50, seconds[0].Length);
        Assert.Throws<OperationCanceledException>(
            () => InterleavedTimer.Measure([() => { }], 1, TimeSpan.Zero, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 3.0 }, 2.5)]
    public void Medians(double[] values, double expected) => Assert.Equal(expected, InterleavedTimer.Median(values));

    [Fact]
    public void AnEmptyViewIsRefused()
    {
        using var one = new TableTeacher("one", 3, []);
        Assert.Throws<DistillException>(() => SpeedMeasurement.Of([Predictor.Of(one)], View(0), Quick));
    }

    private static ExampleView View(int cases) =>
        new(new ArraySource("set", new ExampleShape(1, 2, 2), new byte[cases * 4], new int[cases], ["a", "b", "c"]));

    /// <summary>Time that passes where a contender says so.</summary>
    private sealed class Clock : TimeProvider
    {
        public double Milliseconds { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => (long)(Milliseconds * 1e6);
    }
}
