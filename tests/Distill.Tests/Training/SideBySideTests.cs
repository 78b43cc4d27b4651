using Distill.Models;
using Distill.Training;

namespace Distill.Tests.Training;

public sealed class SideBySideTests
{
    [Fact]
    public async Task TrainingsOnTwoThreadsAreThoseOfOne()
    {
        // Each size of a batch makes oneDNN choose anew, on both threads at once.
        for (var size = 2; size <= 24; size++)
        {
            var options = Tasks.Options with { BatchSize = size, Duration = Duration.Steps(1) };
            using var start = new Barrier(2);
            var together = Enumerable.Range(0, start.ParticipantCount)
                .Select(_ => Task.Factory.StartNew(() => Trained(options, start), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            var weights = await Task.WhenAll(together).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            var alone = Trained(options, null);
            Assert.All(weights, found => Assert.InRange(Distance(alone, found), 0, 1e-6));
        }
    }

    private static double[] Trained(TrainingOptions options, Barrier? start)
    {
        using var student = Tasks.Student(network: new ConvNetSpec { Channels = [8, 12] });
        using var trainer = new Trainer(Tasks.Hard(student, options));
        start?.SignalAndWait();
        trainer.Run();
        return [.. student.Weights().SelectMany(pair => pair.Parameter.data<float>().ToArray()).Select(weight => (double)weight)];
    }

    private static double Distance(double[] one, double[] other) =>
        Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum() / one.Sum(weight => weight * weight));
}
