using System.Globalization;

namespace Distill.Training.Signal;

/// <summary>
/// Whether a teacher's soft targets say anything that a student can learn. Targets that say nothing, or that belong to other rows,
/// train a student without any error; only its results are poor.
/// </summary>
/// <param name="teacher">What to call the teacher.</param>
/// <param name="temperature">T of the targets.</param>
/// <param name="answers">The targets of some examples: rows of natural logarithms over all classes.</param>
/// <param name="labels">The label of each row; −1 for none.</param>
internal sealed class TeacherSignal(string teacher, double temperature, double[][] answers, long[] labels)
{
    // Fewer rows may be alike by chance: all of one class, and each sure of it.
    private const int FewestForAlike = 20;

    // Fewer labels cannot tell a weak teacher from none.
    private const int FewestLabels = 200;

    // p = 0.01 on one side of the normal distribution.
    private const double BeyondChance = 2.326;

    // Logarithms of probabilities in float32 are no nearer than some 1e-6, and T makes differences small.
    private const double Rounding = 1e-5;

    // Below this share outside the first class a row is a label.
    private const double OneClass = 1e-4;

    // A store's 16 bits move logits by less than a hundredth, and a divergence goes with the square.
    private const double SameShare = 1e-4;

    private const double VanishingPull = 1e-3;

    private int Rows => answers.Length;

    private double Even => -Math.Log(answers[0].Length);

    /// <summary>Whether the targets are numbers and have two classes or more, so that there is something to look at.</summary>
    public bool CanBeSeen => Rows > 0 && answers[0].Length > 1 && Array.TrueForAll(answers, row => Array.TrueForAll(row, double.IsFinite));

    /// <summary>What is wrong with the targets themselves, a sentence each.</summary>
    /// <param name="probabilitiesAlone">Whether the objective follows probabilities, so that those near 0 say nothing; false where it follows their logarithms.</param>
    public IReadOnlyList<string> OfTargets(bool probabilitiesAlone)
    {
        if (IsUniform)
        {
            return [Text($"The teacher, {teacher}, gives every class the same probability at T = {temperature} in all {Rows} examples that were looked at, so nothing can be learned from them; lower the temperature, or look at what the teacher is fed.")];
        }

        if (IsConstant)
        {
            return [Text($"The teacher, {teacher}, answers the same in all {Rows} examples that were looked at, whatever the input, so nothing can be learned from them; look at what the teacher is fed.")];
        }

        List<string> found = [];
        if (probabilitiesAlone && Rows >= FewestForAlike && Array.TrueForAll(answers, row => 1 - Math.Exp(row.Max()) <= OneClass))
        {
            found.Add(Text($"The teacher, {teacher}, gives one class all the probability at T = {temperature} in each of the {Rows} examples that were looked at, which says no more than labels do; raise the temperature."));
        }

        if (ByChance() is { } chance)
        {
            found.Add(chance);
        }

        return found;
    }

    /// <summary>Whether a student has nothing to learn from targets that say something; null if it has.</summary>
    /// <param name="own">The student's answers before the first step, in the shape of the targets.</param>
    /// <param name="pulls">How strongly soft targets and labels pull at these answers: lengths of gradients. Null for one of them alone.</param>
    public string? OfStudent(double[][] own, (double Soft, double Labels)? pulls)
    {
        if (IsUniform)
        {
            return null;
        }

        if (Divergence((row, place) => own[row][place]) <= SameShare * Divergence((_, _) => Even))
        {
            return "The student starts as its own teacher, so the soft targets ask nothing of it that it does not do already.";
        }

        return pulls is var (soft, hard) && soft < VanishingPull * hard
            ? Text($"The teacher, {teacher}, pulls at the student at T = {temperature} less than a thousandth as strongly as the labels before the first step, so it learns from labels alone; lower the weight of the labels, or choose another temperature.")
            : null;
    }

    private bool IsUniform => Array.TrueForAll(answers, row => Array.TrueForAll(row, value => Math.Abs(value - Even) <= Rounding));

    private bool IsConstant => Rows >= FewestForAlike && Array.TrueForAll(answers, row =>
        row.Zip(answers[0]).All(pair => Math.Abs(pair.First - pair.Second) <= Rounding * Math.Max(1, Math.Abs(pair.Second))));

    private string? ByChance()
    {
        var labelled = Enumerable.Range(0, Rows).Where(row => labels[row] >= 0 && labels[row] < answers[0].Length).ToArray();
        if (labelled.Length < FewestLabels)
        {
            return null;
        }

        var classes = Array.ConvertAll(labelled, row => (int)labels[row]);
        var first = Array.ConvertAll(labelled, row => Array.IndexOf(answers[row], answers[row].Max()));
        double?[] deviations =
        [
            ChanceAgreement.Deviations(classes, (row, label) => first[row] == label ? 1 : 0),
            ChanceAgreement.Deviations(classes, (row, label) => Math.Exp(answers[labelled[row]][label])),
        ];
        if (deviations.All(found => found is null) || deviations.Any(found => found >= BeyondChance))
        {
            return null;
        }

        var right = first.Zip(classes).Count(pair => pair.First == pair.Second);
        return Text($"The teacher, {teacher}, agrees with the labels no better than with those of other rows: it is right on {right} of {labelled.Length} labelled examples that were looked at; its soft targets may lie in another order than the data, or it is fed otherwise than it was trained.");
    }

    // KL(teacher‖other), summed over the rows, in a form that rounding does not take below 0.
    private double Divergence(Func<int, int, double> other)
    {
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            for (var place = 0; place < answers[row].Length; place++)
            {
                var (mine, theirs) = (answers[row][place], other(row, place));
                sum += (Math.Exp(mine) * (mine - theirs)) - Math.Exp(mine) + Math.Exp(theirs);
            }
        }

        return sum;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
