using System.Text.Json.Nodes;
using Distill.Models;
using Distill.Onnx.Export;
using Distill.Onnx.Schema;
using Distill.Runs;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Distill.Onnx.Tests.Export;

public sealed class FileTests
{
    public static TheoryData<string, WeightFormat, InputType> Files =>
    [
        .. from name in Students.Names
           from format in Enum.GetValues<WeightFormat>()
           from input in Enum.GetValues<InputType>()
           where input == InputType.F32 || !name.Contains("features", StringComparison.Ordinal)
           select (name, format, input),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileHoldsTheRulesOfOnnx(string name, WeightFormat format, InputType input)
    {
        using var model = Students.Build(name);
        Assert.Empty(Exported.Model(model, new OnnxExportOptions { Weights = format, Input = input, Probabilities = true, Temperature = 1.5 }).Violations());
    }

    [Fact]
    public void TheRulesFindWhatIsWrong()
    {
        using var model = Students.Build("mlp");
        var file = Exported.Model(model);
        file.Graph.Node.Add(file.Graph.Node[0].Clone());
        file.Graph.Initializer[0].RawData = ByteString.Empty;
        file.Graph.Node[1].Input[0] = "nothing";
        Assert.Equal(3, file.Violations().Count());
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("features")]
    [InlineData("conv")]
    [InlineData("conv without norm")]
    [InlineData("conv to mean")]
    [InlineData("resnet")]
    public void Int8RunsOnIntegers(string name)
    {
        using var folder = new TemporaryFolder();
        using var model = Students.Build(name);
        using var options = new SessionOptions { OptimizedModelFilePath = folder.File("optimised.onnx"), GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED };
        using (new InferenceSession(OnnxExporter.Export(model, new OnnxExportOptions { Weights = WeightFormat.Int8 }, Students.Examples(model, 64)), options))
        {
        }

        var kinds = ModelProto.Parser.ParseFrom(File.ReadAllBytes(options.OptimizedModelFilePath)).Graph.Node.Select(node => node.OpType).ToList();
        Assert.Contains("QGemm", kinds);
        Assert.Empty(kinds.Intersect(["Conv", "FusedConv", "Gemm", "MatMul", "Relu", "DequantizeLinear", "GlobalAveragePool"]));
        Assert.Single(kinds, "QuantizeLinear");
    }

    [Fact]
    public void TheMetadataTellAnApplicationWhatItNeeds()
    {
        using var model = Students.Build("conv without norm");
        var facts = new JsonObject { ["data"] = "0123", ["note"] = "größer" };
        var file = Exported.Model(model, new OnnxExportOptions { Input = InputType.U8, Temperature = 1.25, Facts = facts });

        Assert.Equal(model.ClassNames, JsonNode.Parse(file.Metadata("distill.classes"))!.AsArray().Select(name => (string?)name));
        Assert.Equal(
            """{"name":"pixels","type":"uint8","range":[0,255],"layout":"NCHW","colour":"RGB","channels":3,"height":13,"width":11}""",
            file.Metadata("distill.input"));
        Assert.Equal("1.25", file.Metadata("distill.temperature"));
        Assert.Equal(model.Fingerprint().Value, file.Metadata("distill.fingerprint"));
        Assert.Equal("f32", file.Metadata("distill.weights"));
        Assert.Equal(model.Spec, StrictJson.Read<ModelSpec>(file.Metadata("distill.spec"), "spec"));
        Assert.True(JsonNode.DeepEquals(facts, JsonNode.Parse(file.Metadata("distill.facts"))));
        Assert.Equal(RunVersions.Current().Distill, file.Metadata("distill.version"));
    }

    [Fact]
    public void FeaturesAreDescribedToo()
    {
        using var model = Students.Build("features");
        Assert.Equal("""{"name":"features","type":"float32","features":9}""", Exported.Model(model).Metadata("distill.input"));
    }

    [Theory]
    [InlineData("conv", WeightFormat.F16, 0.62)]
    [InlineData("conv", WeightFormat.Int8, 0.6)]
    public void FewerBitsTakeFewerBytes(string name, WeightFormat format, double share)
    {
        using var model = Students.Build(name);
        long Bytes(WeightFormat weights) => Exported.Model(model, new OnnxExportOptions { Weights = weights }).Graph.Initializer.Sum(constant => constant.RawData.Length);
        Assert.InRange((double)Bytes(format) / Bytes(WeightFormat.F32), 0, share);
    }
}
