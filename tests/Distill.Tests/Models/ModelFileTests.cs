using System.Text.Json.Nodes;
using Distill.Files;
using Distill.Models;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Models;

public sealed class ModelFileTests
{
    [Theory]
    [MemberData(nameof(Nets.Names), MemberType = typeof(Nets))]
    public void TheSameModelGivesTheSameBytes(string net)
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.File("first.safetensors"), folder.File("second.safetensors"));
        using (var model = Classifier.Build(Nets.Named(net), seed: 4))
        {
            ModelFile.Save(first, model, new JsonObject { ["seed"] = 4 });
        }

        using (var loaded = ModelFile.Load(first))
        {
            ModelFile.Save(second, loaded, new JsonObject { ["seed"] = 4 });
            Assert.False(loaded.training);
        }

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.Equal(File.ReadAllText(folder.File("first.json")), File.ReadAllText(folder.File("second.json")));
    }

    [Fact]
    public void TheJsonBesideItTellsPeopleAndIsNeverRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        using var model = Classifier.Build(Nets.Mlp, seed: 4);
        ModelFile.Save(path, model, new JsonObject { ["epochs"] = 30 });

        var told = JsonNode.Parse(File.ReadAllText(folder.File("model.json")))!;
        Assert.Equal("mlp", (string)told["model"]!["network"]!["kind"]!);
        Assert.Equal(model.Fingerprint().Value, (string)told["fingerprint"]!);
        Assert.Equal(30, (int)told["facts"]!["epochs"]!);

        File.WriteAllText(folder.File("model.json"), "{");
        using var loaded = ModelFile.Load(path);
        Assert.Equal(model.Fingerprint(), loaded.Fingerprint());
    }

    [Fact]
    public void TheJsonBesideItTakesNobodysPlace()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("run.json"), """{ "format": 1, "model": "not a description" }""");
        File.WriteAllText(folder.File("notes.json"), "torn");
        using var model = Classifier.Build(Nets.Mlp, seed: 4);
        foreach (var name in new[] { "run", "notes" })
        {
            var before = File.ReadAllText(folder.File(name + ".json"));
            var message = Assert.Throws<DistillException>(() => ModelFile.Save(folder.File(name + ".safetensors"), model)).Message;
            Assert.Contains($"{folder.File(name + ".json")} would be replaced", message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllText(folder.File(name + ".json")));
            Assert.False(File.Exists(folder.File(name + ".safetensors")));
        }

        Assert.Contains("name the model itself", Assert.Throws<DistillException>(() => ModelFile.Save(folder.File("new.json"), model)).Message, StringComparison.Ordinal);
        ModelFile.Save(folder.File("model.safetensors"), model);
        ModelFile.Save(folder.File("model.safetensors"), model);
    }

    [Fact]
    public void WhatTheTensorsLackIsListedTogether()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        var model = Classifier.Build(Nets.Mlp, seed: 1);
        ModelFile.Save(path, model);
        using (var file = SafeTensorsFile.Open(path))
        {
            var metadata = file.Metadata;
            SafeTensorsWriter.Write(
                folder.File("changed.safetensors"),
                [
                    .. model.State().Where(pair => pair.Name is not ("linear1.bias" or "linear2.weight" or "linear3.bias"))
                        .Select(pair => TensorPayload.Of(pair.Name, pair.Value)),
                    TensorPayload.Of("linear2.weight", zeros(8, 8)),
                    TensorPayload.Of("linear3.bias", zeros(4, ScalarType.Float64)),
                    TensorPayload.Of("more", zeros(100)),
                ],
                new Dictionary<string, string>(metadata));
        }

        var error = Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("changed.safetensors")));

        Assert.Contains("'linear1.bias' is missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("'more' is unexpected", error.Message, StringComparison.Ordinal);
        Assert.Contains("'linear2.weight' is F32 [8, 8], expected F32 [5, 8]", error.Message, StringComparison.Ordinal);
        Assert.Contains("'linear3.bias' is F64 [4], expected F32 [4]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfAnotherProgramIsRefused()
    {
        using var folder = new TemporaryFolder();
        SafeTensorsWriter.Write(folder.File("a.safetensors"), []);

        Assert.Contains(
            "no model specification", Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("a.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"mlp","widths":[65536,65536,65536]}""", "or more, but holds 0")]
    [InlineData("""{"kind":"conv","channels":[4096,4096],"depth":8,"hidden":65536}""", "multiply-adds an example; expected at most")]
    [InlineData("""{"kind":"resnet","depth":110,"width":1024}""", "or more, but holds 0")]
    [InlineData("""{"kind":"conv","channels":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}""", "40 stages")]
    [InlineData("""{"kind":"mlp","widths":[3000000000]}""", "network.widths")]
    [InlineData("""{"kind":"mlp","widths":null}""", "widths")]
    [InlineData("""{"kind":"mpl","widths":[3]}""", "Did you mean 'mlp'?")]
    [InlineData("""{"kind":"mlp","width":[3]}""", "Did you mean 'widths'?")]
    public void ASpecificationThatTheFileCannotFillAllocatesNothing(string network, string because)
    {
        using var folder = new TemporaryFolder();
        var spec = $$"""{"input":{"channels":3,"height":64,"width":64},"classNames":["a","b"],"normalisation":{"mean":[0],"standardDeviation":[1]},"network":{{network}}}""";
        SafeTensorsWriter.Write(folder.File("a.safetensors"), [], new Dictionary<string, string> { ["distill.spec"] = spec });

        Assert.Contains(because, Assert.Throws<DistillException>(() => ModelFile.Load(folder.File("a.safetensors"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyAFloat32ModelIsSaved()
    {
        using var folder = new TemporaryFolder();
        using var master = Classifier.Build(Nets.Conv, seed: 1);
        using var working = master.Copy(Precision.Bf16);

        Assert.Throws<ArgumentException>(() => ModelFile.Save(folder.File("a.safetensors"), working));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void DamageBringsTheDocumentedErrorAndNoOther()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("original.safetensors");
        using (var model = Classifier.Build(Nets.Conv with { Network = new ConvNetSpec { Channels = [2], Hidden = 0 } }, seed: 1))
        {
            ModelFile.Save(path, model);
        }

        var original = File.ReadAllBytes(path);
        var (opened, count) = (0, Mutations.Count(1_000));
        for (var number = 0; number < count; number++)
        {
            var damaged = folder.Write("damaged.safetensors", Mutations.Of(original, number));
            try
            {
                using var model = ModelFile.Load(damaged);
                opened++;
            }
            catch (DistillException)
            {
            }
        }

        // Damage to weights and names leaves a valid file; damage to the structure must not.
        Assert.InRange(opened, count / 100, count / 2);
    }
}
