using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Models.Import;

/// <summary>
/// Takes over weights that another program trained: a safetensors file of a PyTorch state dict into a model of the same
/// layers. Numbers in f16, bf16 and f64 become float32; <c>num_batches_tracked</c> is left out. PyTorch flattens
/// channels, then rows, then columns, as our networks do, so linear layers after a flattening fit as they are.
/// </summary>
/// <param name="MatchedBy">How the tensors were told apart: "names", "map", or "order", which is that of the layers.</param>
/// <param name="Imported">The tensors that were taken over, in the model's order.</param>
/// <param name="Kept">Tensors of the model that kept their own numbers: the file lacks them, or holds them in another shape.</param>
/// <param name="Unused">Tensors of the file that the model has no place for, or that the map leaves out.</param>
public sealed record WeightImport(
    string MatchedBy,
    IReadOnlyList<ImportedTensor> Imported,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Unused)
{
    /// <summary>
    /// Fills a float32 model from a file. Without a map, tensors are matched by name; where the names differ, by the
    /// kinds, shapes and order of the layers, if these leave no choice.
    /// </summary>
    /// <param name="model">It is changed only when the file fits.</param>
    /// <param name="path">A safetensors file; or of a model in several such files its index, any one of them, or their folder.</param>
    /// <param name="map">What their names are here; null when they are the same, or to be found by the order of the layers.</param>
    /// <param name="strict">
    /// Whether file and model must have the same tensors. Otherwise what the file lacks, or holds in another shape, keeps the
    /// model's own numbers, and what is left over in the file is left out.
    /// </param>
    /// <exception cref="DistillException">
    /// The file is missing, damaged or a pickle, or does not fit; the message lists all that is missing, unexpected, of
    /// another shape, or not finite.
    /// </exception>
    /// <exception cref="ArgumentException">The model is a bf16 working copy.</exception>
    public static WeightImport Into(Classifier model, string path, NameMap? map = null, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Precision != Precision.F32)
        {
            throw new ArgumentException("only a float32 model takes over weights", nameof(model));
        }

        ThrowIfPickle(path);
        using var file = WeightFiles.Open(path);
        var plan = new ImportPlan(file, model, map, strict);
        plan.ThrowIfImpossible(model.Spec?.Description ?? "the model");
        var numbers = new List<Tensor>();
        try
        {
            numbers.AddRange(plan.Pairs.Select(pair => Float32(file, pair.Names.Theirs)));
            ThrowIfNotFinite(path, plan.Pairs.Zip(numbers, (pair, values) => (pair.Names.Theirs, values)));
            using var quiet = no_grad();
            foreach (var ((_, value), values) in plan.Pairs.Zip(numbers))
            {
                value.copy_(values);
            }
        }
        finally
        {
            numbers.ForEach(values => values.Dispose());
        }

        return new WeightImport(plan.MatchedBy, [.. plan.Pairs.Select(pair => pair.Names)], plan.Kept, plan.Unused);
    }

    private static void ThrowIfPickle(string path)
    {
        if (!Directory.Exists(path) && FileLook.At(path).Format is ModelFormat.PyTorchArchive or ModelFormat.Pickle)
        {
            throw new DistillException(
                $"{path} was written by torch.save or torch.jit.save and holds a program, which is not run here. Write its weights as safetensors, in Python:\n"
                + "  from safetensors.torch import save_file\n"
                + $"  save_file(torch.load(\"{Path.GetFileName(path)}\", map_location=\"cpu\"), \"{Path.GetFileNameWithoutExtension(path)}.safetensors\")\n"
                + "If the file holds a whole module, save its .state_dict(); a TorchScript file can be a teacher as it is.");
        }
    }

    private static Tensor Float32(WeightFiles file, string name)
    {
        var read = file.Read(name);
        if (read.dtype == ScalarType.Float32)
        {
            return read;
        }

        using (read)
        {
            return read.to(ScalarType.Float32);
        }
    }

    private static void ThrowIfNotFinite(string path, IEnumerable<(string Name, Tensor Values)> tensors)
    {
        var names = new List<string>();
        foreach (var (name, values) in tensors)
        {
            using var finite = values.isfinite();
            using var all = finite.all();
            if (!all.item<bool>())
            {
                names.Add($"'{name}'");
            }
        }

        if (names.Count > 0)
        {
            throw new DistillException($"{path} holds numbers that are not finite in float32, in {string.Join(", ", names)}; did its training diverge?");
        }
    }
}
