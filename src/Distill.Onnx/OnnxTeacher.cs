using System.Globalization;
using System.Text.Json.Nodes;
using Distill.Onnx.Export;
using Distill.Onnx.Inference;
using Distill.Onnx.Teaching;
using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.Training.Hints;
using TensorType = Distill.Onnx.Schema.TensorProto.Types.DataType;

namespace Distill.Onnx;

/// <summary>
/// An ONNX model as a teacher. Which input takes the examples and in what layout, which output holds the logits and what
/// its classes are called is read from the file; <see cref="ForeignTeacherOptions"/> says what the file does not.
/// </summary>
public sealed class OnnxTeacher : IForeignTeacher
{
    private readonly OnnxSession session;
    private readonly BatchRunner runner;
    private readonly ForeignAdapter adapter;
    private readonly Func<IReadOnlyList<string>, OnnxLayers> open;
    private readonly List<OnnxLayers> guides = [];

    private OnnxTeacher(string path, OnnxSession session, BatchRunner runner, ForeignAdapter adapter, Func<IReadOnlyList<string>, OnnxLayers> open)
    {
        Name = Path.GetFileName(path);
        this.session = session;
        this.runner = runner;
        this.adapter = adapter;
        this.open = open;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public required string Description { get; init; }

    /// <summary>Floating-point numbers of the file's weights.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>How many classes the data have, which the teacher's own are mapped to.</summary>
    public int Classes => adapter.Classes.Classes;

    /// <summary>Covers every byte of the file and of its external data, which output is taken, and all options.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <summary>How the teacher sees examples.</summary>
    internal ForeignView View => adapter.View;

    /// <summary>What its output is.</summary>
    public OutputKind OutputKind => adapter.Kind;

    /// <inheritdoc/>
    public ClassMap ClassMap => adapter.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<string>? OwnClassNames => adapter.OwnNames;

    /// <inheritdoc/>
    IReadOnlyList<PixelReading> IForeignTeacher.Readings => adapter.Readings;

    /// <inheritdoc/>
    RowSums? IForeignTeacher.Sums => adapter.Sums;

    /// <inheritdoc/>
    ITeacher IForeignTeacher.ReadAs(PixelReading reading) => new ReadTeacher(Name, adapter.ReadAs(reading), Fingerprint, runner.Run);

    /// <summary>Opens a model as a teacher of given data, and tries it on noise.</summary>
    /// <param name="path">The .onnx file; external data lies beside it.</param>
    /// <param name="examples">The shape of one raw example of the data.</param>
    /// <param name="classNames">The classes of the data; null for the model's own, as they are.</param>
    /// <param name="options">What the file does not say; null for nothing.</param>
    /// <param name="featureNames">The names of the data's columns, by which a model with an input for each finds its own; null where they have none.</param>
    /// <exception cref="DistillException">
    /// The file is no ONNX model, damaged or beyond what ONNX Runtime computes; its input, output or classes do not fit the
    /// data or cannot be told; an option is out of range.
    /// </exception>
    public static OnnxTeacher Open(
        string path, ExampleShape examples, IReadOnlyList<string>? classNames, ForeignTeacherOptions? options = null, IReadOnlyList<string>? featureNames = null) =>
        Open(path, examples, classNames, options, RuntimeLimits.Trial, featureNames);

    /// <summary>How a student came about, in files that this toolkit exported; null in others.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="DistillException">The file is no ONNX model, or damaged.</exception>
    public static JsonObject? Facts(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OwnExport.FactsOf(OnnxFile.Open(path).Model);
    }

    /// <summary>The longest text, in bytes of UTF-8, that a student of texts which this toolkit exported reads; null in other files.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="DistillException">The file is no ONNX model, or damaged.</exception>
    internal static int? TextBytes(string path) => OwnExport.TextBytesOf(OnnxFile.Open(path).Model);

    /// <summary>The names of a model's classes as its metadata or a classifier of its graph give them; null where neither does.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <exception cref="DistillException">The file is no ONNX model, or damaged.</exception>
    public static IReadOnlyList<string>? ClassNames(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var model = OnnxFile.Open(path).Model;
        var end = new GraphEnd(model.Graph);
        return MetadataNames.Of(model).FirstOrDefault(named => named.Names is not null)?.Names
            ?? model.Graph.Output.Select(output => end.BehindZipMap(output.Name)?.ClassNames ?? end.ClassNamesOf(output.Name)).FirstOrDefault(names => names is not null);
    }

    /// <inheritdoc cref="Open(string, ExampleShape, IReadOnlyList{string}?, ForeignTeacherOptions?, IReadOnlyList{string}?)"/>
    internal static OnnxTeacher Open(
        string path, ExampleShape examples, IReadOnlyList<string>? classNames, ForeignTeacherOptions? options, TimeSpan trial, IReadOnlyList<string>? featureNames = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new ForeignTeacherOptions();
        var file = OnnxFile.Open(path);
        if (OwnExport.GivesVectors(file.Model))
        {
            throw new DistillException($"{path} is an embedder: it answers vectors, and no classes. An application asks it for '{ValueNames.Vector}'.");
        }

        var (input, output) = Search(file, examples, classNames?.Count, options, featureNames);
        var session = OnnxSession.Open(file.Giving(output.Name), options.Provider);
        try
        {
            session.RunLimit = trial;
            var runner = new BatchRunner(session, input, output.Name);
            IReadOnlyList<NamedClasses> names = [.. MetadataNames.Of(file.Model), .. output.ClassNames is null ? [] : new[] { new NamedClasses("a classifier of its graph", output.ClassNames) }];
            var adapter = ForeignAdapter.Fit(
                Path.GetFileName(path), options, input.View, output.Kind, names, examples, classNames, runner.Run);
            AnswerTrial.Require(Path.GetFileName(path), file.Model, adapter.View, runner.Run);
            session.RunLimit = RuntimeLimits.Run;
            return new OnnxTeacher(path, session, runner, adapter, layers => OnnxLayers.Open(path, examples, layers, options, featureNames))
            {
                Description = Describe(path, input, output, adapter, options),
                ParameterCount = Parameters(file),
                Fingerprint = Fingerprint.Of(file.Fingerprint().Value, output.Name, adapter.Fingerprint.Value, options.Provider),
            };
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The batch's examples have another shape than those the teacher was opened for, or the model fails.</exception>
    public SoftTargets Targets(Batch batch, double temperature) => adapter.Targets(batch, temperature, runner.Run);

    /// <summary>Hidden layers of a student that follow values of this model's graph, which answers each batch as the student sees it.</summary>
    /// <param name="pairs">
    /// Which layer of the student, for example "relu1", follows which value of the graph, or the first value of a node of that name.
    /// Each pair counts the same.
    /// </param>
    /// <returns>Hints, which are usable until this teacher is disposed.</returns>
    /// <exception cref="DistillException">The graph has no such value, or it is no tensor of real numbers.</exception>
    public HintMatching Hints(params IReadOnlyList<(string Student, string Teacher)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var layers = open([.. pairs.Select(pair => pair.Teacher)]);
        guides.Add(layers);
        return new HintMatching(layers, pairs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        guides.ForEach(layers => layers.Dispose());
        session.Dispose();
    }

    // The whole model is opened once to learn what its inputs and outputs are; then only what makes one output stays.
    private static (TeacherInput Input, TeacherOutput Output) Search(
        OnnxFile file, ExampleShape examples, int? classes, ForeignTeacherOptions options, IReadOnlyList<string>? featureNames)
    {
        using var whole = OnnxSession.Open(file, optimised: false);
        return (InputSearch.Of(file, whole, examples, options.Layout, featureNames), Output(file, whole, options, classes));
    }

    // Numbers that may be probabilities by their size are logits where a student of this toolkit says so by their name.
    private static TeacherOutput Output(OnnxFile file, OnnxSession whole, ForeignTeacherOptions options, int? classes)
    {
        var output = new OutputSearch(file, whole.Outputs).Find(options.Output, options.OutputKind, classes);
        return OwnExport.Is(file.Model) && output is { Kind: null, Name: ValueNames.Logits } ? output with { Kind = OutputKind.Logits } : output;
    }

    private static long Parameters(OnnxFile file) => file.Model.Graph.Initializer
        .Where(tensor => (TensorType)tensor.DataType is TensorType.Float or TensorType.Float16 or TensorType.Double or TensorType.Bfloat16 or TensorType.Int8 or TensorType.Uint8)
        .Sum(tensor => TensorSize.Elements(tensor.Dims) ?? 0);

    private static string Describe(string path, TeacherInput input, TeacherOutput output, ForeignAdapter adapter, ForeignTeacherOptions options)
    {
        var lines = new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"Teacher {path}, ONNX, computed by {options.Provider}:"),
            $"  input   {input}",
            $"  view    {adapter.ViewDescription}",
            $"  output  '{output.Name}', {adapter.OutputDescription}" + (output.Reason.Length > 0 ? $": {output.Reason}" : ""),
            $"  classes {adapter.Classes}",
        };
        return string.Join(Environment.NewLine, lines);
    }
}
