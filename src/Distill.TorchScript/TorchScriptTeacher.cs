using Distill.Runs;
using Distill.Teachers.Foreign;
using Distill.TorchScript.Archive;

namespace Distill.TorchScript;

/// <summary>
/// A TorchScript model as a teacher: what <c>torch.jit.trace</c> or <c>torch.jit.script</c> saved, in evaluation mode and
/// without gradients. A TorchScript file declares neither the shape of its input nor what its output is, so both are
/// found by a trial on noise, with what <see cref="ForeignTeacherOptions"/> says.
/// </summary>
/// <remarks>
/// The file holds code, which libtorch compiles and runs. It is judged first: its structure, its pickles, and the names in
/// its code, so that it computes and does no more. What libtorch cannot compile may still end the process; the command
/// line therefore opens a file in a process of its own first.
/// </remarks>
public sealed class TorchScriptTeacher : IForeignTeacher
{
    private readonly ScriptModel model;
    private readonly ForeignAdapter adapter;

    private TorchScriptTeacher(string path, ScriptModel model, ForeignAdapter adapter, Fingerprint fingerprint)
    {
        (this.model, this.adapter) = (model, adapter);
        Name = Path.GetFileName(path);
        Fingerprint = fingerprint;
        Description = string.Join(
            Environment.NewLine,
            $"Teacher {path}, TorchScript, computed by libtorch in {model.Description}:",
            $"  view    {adapter.ViewDescription}",
            $"  output  {adapter.OutputDescription}",
            $"  classes {adapter.Classes}");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public long ParameterCount => model.ParameterCount;

    /// <summary>How many classes the data have, which the teacher's own are mapped to.</summary>
    public int Classes => adapter.Classes.Classes;

    /// <summary>Covers every byte of the file, and all options.</summary>
    public Fingerprint Fingerprint { get; }

    /// <inheritdoc/>
    public bool SeesInputs => true;

    /// <inheritdoc/>
    public bool HasLogits => true;

    /// <summary>What its output is.</summary>
    public OutputKind OutputKind => adapter.Kind;

    /// <inheritdoc/>
    public ClassMap ClassMap => adapter.Classes;

    /// <inheritdoc/>
    IReadOnlyList<PixelReading> IForeignTeacher.Readings => adapter.Readings;

    /// <inheritdoc/>
    RowSums? IForeignTeacher.Sums => adapter.Sums;

    /// <inheritdoc/>
    ITeacher IForeignTeacher.ReadAs(PixelReading reading) => new ReadTeacher(Name, adapter.ReadAs(reading), Fingerprint, model.Answer);

    /// <summary>Opens a model as a teacher of given data, and tries it on noise.</summary>
    /// <param name="path">The file that <c>torch.jit.save</c> wrote.</param>
    /// <param name="examples">The shape of one raw example of the data.</param>
    /// <param name="classNames">The classes of the data; null for the model's own, as they are.</param>
    /// <param name="options">What the file does not say; null for nothing.</param>
    /// <exception cref="DistillException">
    /// The file is no TorchScript, damaged, or names what a teacher has no need of; input, output or classes do not fit the
    /// data; an option is out of range.
    /// </exception>
    public static TorchScriptTeacher Open(
        string path, ExampleShape examples, IReadOnlyList<string>? classNames, ForeignTeacherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= new ForeignTeacherOptions();
        ScriptArchive.Check(path);
        var model = ScriptModel.Load(path, options.Output);
        try
        {
            var adapter = ForeignAdapter.Fit(
                Path.GetFileName(path), options, new ForeignInput(), kind: null, names: null, examples, classNames, model.Answer);
            return new TorchScriptTeacher(path, model, adapter, Fingerprint.Of("torchscript", Contents(path), options.Output ?? "", adapter.Fingerprint.Value));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The batch's examples have another shape than those the teacher was opened for, or the model fails.</exception>
    public SoftTargets Targets(Batch batch, double temperature) => adapter.Targets(batch, temperature, model.Answer);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    private static string Contents(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
    }
}
