using System.Text.Json;

[assembly: AssemblyFixture(typeof(Distill.Testing.TorchModels))]

namespace Distill.Testing;

/// <summary>
/// The models that tests/interop/torch_models.py writes: made when a test of the assembly first asks, removed at its end.
/// A test takes this as an argument of its constructor; without PyTorch it is skipped when it asks for a model.
/// </summary>
public sealed class TorchModels : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Lazy<(TemporaryFolder Folder, IReadOnlyList<TorchModel> Models)> made = new(Make);

    /// <summary>The model of that name.</summary>
    public TorchModel this[string name] => made.Value.Models.Single(model => model.Name == name);

    /// <summary>The path of a file in the folder, for example of <see cref="TorchModel.Onnx"/>.</summary>
    public string File(string name) => made.Value.Folder.File(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (made.IsValueCreated)
        {
            made.Value.Folder.Dispose();
        }
    }

    private static (TemporaryFolder Folder, IReadOnlyList<TorchModel> Models) Make()
    {
        var folder = new TemporaryFolder();
        try
        {
            Python.RunWithTorch("torch_models.py", folder.Path);
            using var list = JsonDocument.Parse(System.IO.File.ReadAllBytes(folder.File("models.json")));
            return (folder, list.RootElement.GetProperty("models").Deserialize<List<TorchModel>>(Json)!);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }
}
