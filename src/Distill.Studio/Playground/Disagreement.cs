using System.Numerics.Tensors;
using Distill.Runs;

namespace Distill.Studio.Playground;

/// <summary>A test example about which a student says other than its teacher.</summary>
/// <param name="Index">Its number in the test set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Teacher">The teacher's class.</param>
/// <param name="TeacherShare">The teacher's probability of that.</param>
/// <param name="Student">The student's class.</param>
/// <param name="StudentShare">The student's probability of that.</param>
/// <param name="Divergence">The Kullback-Leibler divergence of the student from the teacher at T = 1, in nats.</param>
internal sealed record Disagreement(int Index, string? Label, string Teacher, double TeacherShare, string Student, double StudentShare, double Divergence)
{
    private const int Most = 48;

    /// <summary>The examples of the largest divergence, largest first, and on how many the two agree.</summary>
    /// <param name="teachers">The teacher, or its members, whose probabilities are averaged.</param>
    /// <param name="student">The student, on the same examples.</param>
    /// <exception cref="DistillException">There is no teacher.</exception>
    public static DisagreementList Of(IReadOnlyList<TestPredictions> teachers, TestPredictions student)
    {
        var teacher = new MeanAnswers(teachers);
        var names = student.Set.Examples.ClassNames;
        var (all, agreed) = (new List<Disagreement>(student.Positions.Length), 0);
        for (var place = 0; place < student.Positions.Length; place++)
        {
            var mean = teacher.Row(place);
            var own = student.Answers.Case(place);
            var divergence = 0.0;
            for (var i = 0; i < mean.Length; i++)
            {
                divergence += mean[i] > 0 ? mean[i] * (Math.Log(mean[i]) - own[i]) : 0;
            }

            var (said, answered) = (TensorPrimitives.IndexOfMax(mean), student.Answers.PredictedClass(place));
            agreed += said == answered ? 1 : 0;
            var index = student.Positions[place];
            var label = student.Set.Labels[index];
            all.Add(new Disagreement(index, label < 0 ? null : names[(int)label], names[said], mean[said], names[answered], Math.Exp(own[answered]), Math.Max(0, divergence)));
        }

        return new DisagreementList(student.Positions.Length, agreed, student.Set.AreImages, [.. all.OrderByDescending(one => one.Divergence).Take(Most)]);
    }
}
