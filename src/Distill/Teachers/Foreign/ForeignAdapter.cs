using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Teachers.Foreign;

/// <summary>
/// What stands between a data set and a foreign model: the teacher's view of a batch before it, and after it what its
/// output is and which of its classes are the data's. Every foreign teacher has one.
/// </summary>
internal sealed class ForeignAdapter
{
    private readonly string teacher;
    private readonly bool told;
    private readonly bool isBinary;

    private ForeignAdapter(string teacher, ForeignView view, OutputKind kind, bool told, bool isBinary, ClassMap classes)
    {
        this.isBinary = isBinary;
        this.teacher = teacher;
        this.told = told;
        View = view;
        Kind = kind;
        Classes = classes;
    }

    /// <summary>How the teacher sees examples.</summary>
    public ForeignView View { get; }

    /// <summary>Other ways to see examples, and first this one, where neither the model's file nor the options say which.</summary>
    public IReadOnlyList<PixelReading> Readings { get; private init; } = [];

    /// <summary>What the model's file calls its own classes; null where it does not say.</summary>
    public IReadOnlyList<string>? OwnNames { get; private init; }

    /// <summary>What the rows of its probabilities have summed to so far; null of logits.</summary>
    public RowSums? Sums { get; private set; }

    /// <summary>What its output is.</summary>
    public OutputKind Kind { get; }

    /// <summary>Layout and view in words, and which part of it nothing tells.</summary>
    public string ViewDescription =>
        $"{View.Layout.ToString().ToLowerInvariant()}, {View}" + (Readings.Count > 0 ? $"; {Readings[0]} by default" : "");

    /// <summary>Which of its classes are the data's.</summary>
    public ClassMap Classes { get; }

    /// <summary>What its output is, in words.</summary>
    public string OutputDescription => (Kind switch
    {
        OutputKind.Probabilities => "probabilities, whose logarithms serve as logits",
        OutputKind.LogProbabilities => "log-probabilities, which serve as logits",
        _ => "logits",
    }) + (isBinary ? "; one number an example, of the second of its two classes" : "");

    /// <summary>Covers view, kind of output and class map: with the model's own bytes it identifies the targets.</summary>
    public Fingerprint Fingerprint => Fingerprint.Of(
        [View.Fingerprint().Value, Kind.ToString(), Classes.Fingerprint().Value, .. isBinary ? ["binary"] : Array.Empty<string>()]);

    /// <summary>Finds view, kind of output and class map, with a trial of the model on noise where its file does not tell.</summary>
    /// <param name="teacher">What to call the teacher in messages.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="input">What the model takes.</param>
    /// <param name="kind">What its output is, where the file tells.</param>
    /// <param name="names">What its file says of its classes, the most telling first; null for nothing.</param>
    /// <param name="examples">The shape of one raw example.</param>
    /// <param name="classNames">The classes of the data; null for the model's own, as they are.</param>
    /// <param name="model">The model: what <see cref="ForeignView.Apply"/> gives in, its output out.</param>
    /// <exception cref="DistillException">Options are out of range, or examples or classes do not fit the model.</exception>
    public static ForeignAdapter Fit(
        string teacher,
        ForeignTeacherOptions options,
        ForeignInput input,
        OutputKind? kind,
        IReadOnlyList<NamedClasses>? names,
        ExampleShape examples,
        IReadOnlyList<string>? classNames,
        Func<Tensor, Tensor> model)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(model);
        options.ThrowIfInvalid(teacher);
        var view = ViewFit.Of(teacher, options, input, examples);
        using var noise = ForeignTrial.Examples(examples, texts: view.IsText);
        using var seen = view.Apply(noise);
        using var output = model(seen);
        var isBinary = classNames is null or { Count: 2 } && BinaryOutput.Is(output, noise.shape[0]);
        using var answer = isBinary ? BinaryOutput.Table(output, options.OutputKind ?? kind, teacher) : output.alias();
        using var table = ForeignOutput.Table(answer, noise.shape[0], teacher);
        var found = options.OutputKind ?? kind ?? ForeignOutput.Detect(table) ?? throw ForeignOutput.Doubtful(table, teacher);
        var told = options.OutputKind is not null;
        ForeignOutput.Logits(table, found, told, teacher).Dispose();
        var own = ForeignClasses.Of((int)table.shape[1], names ?? []);
        var classes = classNames is null
            ? ClassMap.Identity(own.Count, $"its own {own.Count} classes")
            : ClassMatch.Of(teacher, own, classNames, options.ClassMap);
        return new ForeignAdapter(teacher, view, found, told, isBinary, classes)
        {
            OwnNames = own.Names,
            Readings = ReadingSearch.Of(teacher, options, input, view),
            Sums = ForeignOutput.Sums(table, found),
        };
    }

    /// <summary>The same but for the pixels, which are read otherwise.</summary>
    /// <param name="reading">One of <see cref="Readings"/>.</param>
    public ForeignAdapter ReadAs(PixelReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return new ForeignAdapter(teacher, reading.View, Kind, told, isBinary, Classes);
    }

    /// <summary>The teacher's answer to a batch.</summary>
    /// <param name="batch">Raw inputs.</param>
    /// <param name="temperature">T.</param>
    /// <param name="model">As in <see cref="Fit"/>.</param>
    /// <exception cref="DistillException">Examples have another shape than those fitted, or the answer is not what it was said to be.</exception>
    public SoftTargets Targets(Batch batch, double temperature, Func<Tensor, Tensor> model)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(model);
        using var quiet = no_grad();
        using var seen = View.Apply(batch.Inputs);
        using var output = model(seen);
        using var answer = isBinary ? BinaryOutput.Table(output, Kind, teacher) : output.alias();
        using var table = ForeignOutput.Table(answer, batch.Size, teacher);
        using var logits = ForeignOutput.Logits(table, Kind, told, teacher);
        Sums = ForeignOutput.Sums(table, Kind)?.And(Sums);
        using var picked = Classes.Apply(logits);
        using var softened = picked.DividedBy(temperature);
        return new SoftTargets(softened.log_softmax(-1), temperature);
    }
}
