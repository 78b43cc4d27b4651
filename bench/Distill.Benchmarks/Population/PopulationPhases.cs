using Distill.Benchmarks.Phases;
using Distill.Training.Population;
using Distill.Training.Schedules;
using static TorchSharp.torch;

namespace Distill.Benchmarks.Population;

/// <summary>The population trainer's own step, taken apart: the same calls in the same order, with a clock between them.</summary>
internal static class PopulationPhases
{
    public static PopulationPhaseTimes Measure(PopulationTask task, int steps)
    {
        using var weights = new StackedWeights([.. task.Members.Select(member => member.Student)], task.Options);
        var network = new StackedNetwork(task.Members[0].Student.Normalisation, weights);
        var teacher = new TeacherRows(task);
        var length = new TrainingLength(long.MaxValue, task.Examples.Count / task.Options.BatchSize);
        var feed = new Training.Feeding.BatchFeed(task.Examples, task.Options, length);
        var courses = task.Members.Select(member => new MemberCourse(member, task.Options, length)).ToArray();
        var moves = courses.Select(_ => (MemberStep?)new MemberStep(0.001, 1)).ToArray();
        var times = new List<List<double>>();
        using var quiet = no_grad();
        // The first fifth warms caches, compiled code and libtorch's own choices, and does not count.
        for (var step = 0; step < steps + (steps / 4); step++)
        {
            using var scope = NewDisposeScope();
            var clock = new Clock();
            using var batch = feed.At(step);
            clock.Tick();
            var targets = teacher.Of(batch);
            clock.Tick();
            var pass = network.Forward(batch.Inputs);
            clock.Tick();
            var gradient = zeros_like(pass.Logits);
            PopulationLoss.Means(courses, pass.Logits, batch.Labels, targets, gradient);
            clock.Tick();
            var gradients = network.Backward(pass, gradient);
            clock.Tick();
            weights.Update(gradients, moves, step + 1);
            clock.Tick();
            if (step >= steps / 4)
            {
                times.Add(clock.Laps);
            }
        }

        double Median(Func<List<double>, double> value) => times.Select(value).Order().ElementAt(times.Count / 2);
        return new PopulationPhaseTimes(
            Median(laps => laps[0]), Median(laps => laps[1]), Median(laps => laps[2]), Median(laps => laps[3]),
            Median(laps => laps[4]), Median(laps => laps[5]), Median(laps => laps.Sum()));
    }
}
