using System.Globalization;
using System.Runtime.InteropServices;
using Distill.Data;
using Distill.Data.Formats;
using Distill.Runs;
using Distill.Targets;
using static TorchSharp.torch;

namespace Distill.Teachers.Answers;

/// <summary>
/// Answers from elsewhere in place of a teacher: each example of a view has one. Where all leave nothing to classes that they do
/// not name, they serve every temperature; else T = 1 alone, because what is left could spread in any way at another.
/// </summary>
public sealed class AnswersTeacher : ITeacher
{
    private const int Told = 5;

    private readonly Dictionary<long, ReadAnswer> answers;

    private AnswersTeacher(AnswersFile file, IReadOnlyList<string> classNames, Dictionary<long, ReadAnswer> answers, string description)
    {
        this.answers = answers;
        (Name, Classes, Description) = (Path.GetFileName(file.Path), classNames.Count, description);
        var leaving = answers.Values.Where(answer => answer.Rest > 0).ToList();
        Named = leaving.Count == 0 ? null : leaving.Min(answer => answer.Classes.Length);
        using var builder = new FingerprintBuilder();
        builder.Add("answers").Add(Classes).Add(answers.Count);
        foreach (var (row, answer) in answers.OrderBy(one => one.Key))
        {
            builder.Add(row.ToString(CultureInfo.InvariantCulture)).Add(MemoryMarshal.AsBytes<int>(answer.Classes)).Add(MemoryMarshal.AsBytes<float>(answer.LogProbabilities))
                .Add(answer.Rest.ToString("R", CultureInfo.InvariantCulture));
        }

        Fingerprint = builder.Build();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => false;

    /// <summary>Whether every answer is complete, so that its log-probabilities are logits.</summary>
    public bool HasLogits => Named is null;

    /// <inheritdoc/>
    public bool Serves(double temperature) => Named is null || temperature == 1;

    /// <summary>What was found, for people.</summary>
    public string Description { get; }

    /// <summary>How many classes each answer that leaves something to others names at least; null where none does.</summary>
    public int? Named { get; }

    /// <summary>Reads the answers of each example of a view from a table (.csv, .tsv) or lines of JSON.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <param name="view">The examples; a source that knows no names calls them by their rows, from 0.</param>
    /// <param name="options">How the file is read; null for the defaults.</param>
    /// <param name="others">Examples that may be answered, too, and need not, such as a test part; or null.</param>
    /// <exception cref="DistillException">
    /// The file is missing or not such a file; examples have no answer or several, answers are for none, classes do not fit, or
    /// numbers are no answer: each with its count and first names.
    /// </exception>
    public static AnswersTeacher Open(string path, ExampleView view, AnswersOptions? options = null, ExampleView? others = null) =>
        Of(AnswersFile.Read(path, options), view, others);

    /// <summary>The classes that a file of answers names, for data without labels: in its own order where it has one, else sorted, as numbers if all are whole numbers.</summary>
    /// <param name="path">UTF-8 text.</param>
    /// <param name="options">How the file is read; null for the defaults.</param>
    /// <exception cref="DistillException">The file is missing or not such a file: the message says where.</exception>
    public static IReadOnlyList<string> ClassNames(string path, AnswersOptions? options = null) => AnswersFile.Read(path, options).ClassNames;

    /// <summary>Finds the answer of each example of a view.</summary>
    /// <param name="file">The answers.</param>
    /// <param name="view">The examples; a source that knows no names calls them by their rows, from 0.</param>
    /// <param name="others">Examples that may be answered, too, and need not, such as a test part; or null.</param>
    /// <exception cref="DistillException">
    /// Examples have no answer or several, answers are for none, classes do not fit, or numbers are no answer: each with its count
    /// and first names.
    /// </exception>
    internal static AnswersTeacher Of(AnswersFile file, ExampleView view, ExampleView? others = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(view);
        var map = AnswerClasses.Of(file, view.ClassNames);
        var keys = Keys(view.Source);
        var more = others is null || others.Source == view.Source || others.Source is not IExampleNames ? null : Keys(others.Source);
        var wanted = Enumerable.Range(0, view.Count).Select(view.Row).ToHashSet();
        var found = new Dictionary<long, ReadAnswer>();
        var (unknown, twice, wrong, beside) = (new List<string>(), new List<string>(), new List<string>(), 0);
        var seen = new HashSet<long>();
        foreach (var answer in file.Answers)
        {
            if (keys.Find(answer.Example, keepsFolder: true) is not { } row)
            {
                if (more?.Find(answer.Example, keepsFolder: true) is null)
                {
                    unknown.Add($"'{answer.Example}' (line {answer.Line})");
                }
                else
                {
                    beside++;
                }
            }
            else if (!seen.Add(row))
            {
                twice.Add($"'{answer.Example}' (line {answer.Line})");
            }
            else if (!wanted.Contains(row))
            {
                beside++;
            }
            else if (ReadAnswer.Of(answer, map, view.ClassNames.Count, file.Options.ClassMap is not null, out var problem) is { } read)
            {
                found[row] = read;
            }
            else
            {
                wrong.Add($"'{answer.Example}' (line {answer.Line}): {problem}");
            }
        }

        var missing = wanted.Where(row => !seen.Contains(row)).Order().Select(row => $"'{ExampleNames.Of(view.Source, row)}'").ToList();
        string[] problems =
        [
            .. Problem(missing, "of {0} have no answer", view.Name), .. Problem(twice, "are answered twice"),
            .. Problem(unknown, view.Source is IExampleNames ? "are for no example, or for several of that name" : "are for no example: rows are counted from 0"),
            .. Problem(wrong, "are no answers", separator: "; "),
        ];
        return problems.Length == 0
            ? new AnswersTeacher(file, view.ClassNames, found, Describe(file, map, found, view, beside))
            : throw new DistillException($"{file.Path} does not answer for {view.Name}: {string.Join(". ", problems)}.", [.. wrong.Count > 0 ? [AnswersRemedy.Kind] : Array.Empty<Remedy>()]);
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">An example has no answer, or some leave a part to classes that they do not name and T is not 1.</exception>
    public SoftTargets Targets(Batch batch, double temperature)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Named is { } named)
        {
            if (temperature != 1)
            {
                throw new DistillException(string.Create(
                    CultureInfo.InvariantCulture, $"{Name} cannot serve T = {temperature}: what it leaves to classes that it does not name is known at T = 1 alone. Distil at T = 1."));
            }

            using var targets = MostProbable(batch.Rows, named);
            return new SoftTargets(cat([targets.LogProbabilities, targets.LogRest], -1), temperature, targets.Classes.alias());
        }

        var numbers = new float[batch.Rows.Length * Classes];
        Array.Fill(numbers, (float)-TargetEncoding.Farthest);
        for (var i = 0; i < batch.Rows.Length; i++)
        {
            var answer = Answer(batch.Rows[i]);
            for (var c = 0; c < answer.Classes.Length; c++)
            {
                numbers[(i * Classes) + answer.Classes[c]] = Held(answer.LogProbabilities[c]);
            }
        }

        using var logits = tensor(numbers, [batch.Rows.Length, Classes], ScalarType.Float32);
        logits.DivideBy(temperature);
        return new SoftTargets(logits.log_softmax(-1), temperature);
    }

    /// <summary>Nothing to free.</summary>
    public void Dispose()
    {
    }

    /// <summary>The most probable classes of each row, with the probability of all others together at T = 1.</summary>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="k">At most <see cref="Named"/>. Complete answers that name fewer are filled with classes of probability 0.</param>
    internal TopKTargets MostProbable(ReadOnlySpan<long> rows, int k)
    {
        var (classes, values, rests) = (new long[rows.Length * k], new float[rows.Length * k], new float[rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            var answer = Answer(rows[i]);
            var filling = Enumerable.Range(0, Classes).Where(c => !answer.Classes.Contains(c));
            var kept = Math.Min(k, answer.Classes.Length);
            var taken = answer.Classes.Take(kept).Concat(kept < k ? filling.Take(k - kept) : []).ToArray();
            for (var c = 0; c < k; c++)
            {
                classes[(i * k) + c] = taken[c];
                values[(i * k) + c] = c < kept ? Held(answer.LogProbabilities[c]) : (float)-TargetEncoding.Farthest;
            }

            // Of named classes beyond k, and of those that are not named.
            var rest = answer.LogProbabilities.Skip(kept).Sum(value => Math.Exp(value)) + answer.Rest;
            rests[i] = Math.Clamp((float)Math.Log(rest), (float)-TargetEncoding.Farthest, -float.Epsilon);
        }

        return new TopKTargets(
            tensor(classes, [rows.Length, k], ScalarType.Int64), tensor(values, [rows.Length, k], ScalarType.Float32), tensor(rests, [rows.Length, 1], ScalarType.Float32));
    }

    private ReadAnswer Answer(long row) => answers.TryGetValue(row, out var answer) ? answer : throw new DistillException($"{Name} has no answer for row {row}. It serves the view that it was opened for.");

    private static float Held(float value) => Math.Max(value, (float)-TargetEncoding.Farthest);

    private static ExampleKeys Keys(IExampleSource source) => new(
        [.. Enumerable.Range(0, source.Count).Select(row => ExampleNames.Of(source, row)).Select(name => new ListedFile(name, name.Split('/')))]);

    private static string[] Problem(List<string> names, string what, string about = "", string separator = ", ") => names.Count == 0 ? [] :
    [
        string.Create(CultureInfo.InvariantCulture, $"{names.Count:N0} {string.Format(CultureInfo.InvariantCulture, what, about)}, the first {string.Join(separator, names.Take(Told))}"),
    ];

    private static string Describe(AnswersFile file, int[] map, Dictionary<long, ReadAnswer> found, ExampleView view, int beside)
    {
        var (labels, right, labelled) = (view.Labels(), 0, 0);
        for (var position = 0; position < labels.Length; position++)
        {
            labelled += labels[position] >= 0 ? 1 : 0;
            right += found[view.Row(position)].Classes[0] == labels[position] ? 1 : 0;
        }

        var dropped = map.Index().Where(one => one.Item < 0).Select(one => file.Names[one.Index]).ToList();
        var leaving = found.Values.Where(answer => answer.Rest > 0).ToList();
        var least = found.Values.Min(answer => answer.Sum);
        string?[] told =
        [
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file.Path)} answers for {found.Count:N0} examples and {view.ClassNames.Count} classes."),
            labelled == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"Its most probable class is the label of {right:N0} of {labelled:N0}."),
            leaving.Count == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"{leaving.Count:N0} name {leaving.Min(answer => answer.Classes.Length)} to {leaving.Max(answer => answer.Classes.Length)} classes and leave a part to the others: the most probable "
                + $"{leaving.Min(answer => answer.Classes.Length)} of each are kept, and T = 1 alone is served."),
            least < 1 - 1e-3 ? string.Create(CultureInfo.InvariantCulture, $"Some sum to {least:0.###} over all classes and are scaled to 1.") : null,
            dropped.Count == 0 ? null : $"Classes that stand for none of the data's are dropped: {string.Join(", ", dropped.Take(Told))}{(dropped.Count > Told ? ", …" : "")}.",
            beside == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{beside:N0} answers are for examples that are not trained on."),
        ];
        return string.Join(' ', told.OfType<string>());
    }
}
