using Distill.Files;

namespace Distill.Tests.Files;

/// <summary>Files of tensors that PyTorch wrote are read as they are.</summary>
public sealed class TorchModelsTests(TorchModels models)
{
    [Theory]
    [InlineData("mlp", "F32")]
    [InlineData("bf16", "BF16")]
    [InlineData("f64", "F64")]
    public void WeightsAndCasesAreRead(string name, string type)
    {
        var model = models[name];

        using var cases = SafeTensorsFile.Open(models.File(model.Cases));
        using var state = SafeTensorsFile.Open(models.File(model.State));

        var examples = cases.Entry("pixels").Shape[0];
        Assert.Equal([examples, .. model.Shape.Select(size => (long)size)], cases.Entry("pixels").Shape);
        Assert.Equal([examples, model.Classes], cases.Entry("logits").Shape);
        Assert.All(state.Entries, entry => Assert.Equal(entry.Key.EndsWith("tracked", StringComparison.Ordinal) ? "I64" : type, TensorTypes.Name(entry.Value.Type)));
    }
}
