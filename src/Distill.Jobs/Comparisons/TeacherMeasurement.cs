using Distill.Data;
using Distill.Evaluation;
using Distill.Jobs.Teachers;
using Distill.Runs.Results;

namespace Distill.Jobs.Comparisons;

/// <summary>What is said of a teacher that was measured: its size, and each of its models alone.</summary>
internal static class TeacherMeasurement
{
    /// <summary>Opens each model of the teacher once more, and measures it where there are several.</summary>
    /// <param name="files">What the teacher was opened from.</param>
    /// <param name="evaluation">The teacher as a whole on the test set.</param>
    /// <param name="throughput">Its speed.</param>
    /// <param name="test">The test set.</param>
    /// <param name="topK">The k of the top-k accuracy; null for none.</param>
    /// <param name="context">Its token stops it.</param>
    public static TeacherFacts Facts(
        TeacherFiles files, ModelEvaluation evaluation, Throughput throughput, ExampleView test, int? topK, JobContext context)
    {
        // The sum with a count that is not known is not known.
        (long? parameters, long? multiplyAdds) = (0, 0);
        var (errors, descriptions) = (new List<long>(), new List<string>());
        foreach (var file in files.Files)
        {
            var opened = OpenedTeacher.At(file, test, files.Options, files.Files.All(OpenedTeacher.IsOwn));
            using var member = opened.Teacher;
            parameters += opened.Parameters;
            multiplyAdds += opened.MultiplyAdds;
            descriptions.Add(opened.Description);
            errors.Add(files.Files.Count == 1
                ? evaluation.Metrics.Errors
                : Evaluator.Evaluate(Predictor.Of(member), test, cancellationToken: context.CancellationToken).Metrics.Errors);
        }

        var kinds = descriptions.GroupBy(description => description).Select(kind => kind.Count() == 1 ? kind.Key : $"{kind.Count()} × {kind.Key}");
        return new TeacherFacts(
            string.Join("; ", kinds), files.Files.Count, evaluation.ToTestScores(topK), parameters, multiplyAdds, throughput, errors,
            evaluation.Metrics.Reliability);
    }
}
