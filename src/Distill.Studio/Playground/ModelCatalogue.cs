using Distill.Runs;
using Distill.Studio.Listing;
using Distill.Studio.Serving;

namespace Distill.Studio.Playground;

/// <summary>
/// The models of a folder: those that runs have made, and files that lie beside the runs. Only what is found here is opened, so
/// that no name leads out of the folder.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="catalogue">Its runs.</param>
internal sealed class ModelCatalogue(string root, RunCatalogue catalogue)
{
    private const int Depth = 3;
    private const string ModelName = "model.safetensors";
    private const string AssignmentName = "assignment.json";
    private static readonly string[] Endings = [".safetensors", ".onnx"];
    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };

    private Dictionary<string, ListedModel> known = [];
    private int pending;

    /// <summary>All models, the newest first.</summary>
    public IReadOnlyList<ListedModel> All()
    {
        var runs = catalogue.All();
        pending = runs.Pending;
        var found = runs.Rows.SelectMany(Of).Concat(Loose(root, Depth)).Where(model => model is not null).Select(model => model!);
        known = found.DistinctBy(model => model.Id).ToDictionary(model => model.Id, StringComparer.Ordinal);
        return [.. known.Values.OrderByDescending(model => model.Written).ThenBy(model => model.Id, StringComparer.Ordinal)];
    }

    /// <summary>A model by its id.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public ListedModel Find(string id)
    {
        if (!known.TryGetValue(id, out var model) || new FileInfo(Weights(model)) is not { Exists: true } file || file.LastWriteTimeUtc != model.Written)
        {
            do
            {
                All();
            }
            while (pending > 0 && !known.ContainsKey(id));
        }

        return known.TryGetValue(id, out model) ? model : throw new MissingException("There is no such model in this folder.");
    }

    private IEnumerable<ListedModel?> Of(RunRow row)
    {
        var path = catalogue.Folder(row.Name);
        return row.Overview.Kind switch
        {
            RunKind.Train => [Model(path, Path.Combine(path, ModelName))],
            RunKind.Specialists => [Specialists(path)],
            null or RunKind.Label => [],
            _ =>
            [
                .. Folders(Path.Combine(path, "members")).Select(member => Model(member, Path.Combine(member, ModelName))),
                .. Files(Path.Combine(path, "students")).Select(file => Model(file, file)),
                Specialists(Path.Combine(path, "specialists")),
            ],
        };
    }

    private IEnumerable<ListedModel?> Loose(string folder, int depth) => RunDirectory.IsRun(folder) ? [] :
    [
        .. Files(folder).Select(file => Model(file, file)),
        .. depth == 0 ? [] : Folders(folder).SelectMany(inner => Loose(inner, depth - 1)),
    ];

    private static IEnumerable<string> Folders(string folder) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", Plain) : [];

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", Plain).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)) : [];

    private ListedModel? Model(string path, string file) =>
        new FileInfo(file) is { Exists: true, LinkTarget: null } found ? new ListedModel(Path.GetRelativePath(root, path).Replace('\\', '/'), path, found.LastWriteTimeUtc) : null;

    private ListedModel? Specialists(string path) =>
        Path.Combine(path, AssignmentName) is var file && Model(path, file) is { } model ? model with { Assignment = file } : null;

    private static string Weights(ListedModel model) => model.Assignment ?? (Directory.Exists(model.Path) ? Path.Combine(model.Path, ModelName) : model.Path);
}
