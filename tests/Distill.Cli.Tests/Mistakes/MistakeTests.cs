namespace Distill.Cli.Tests;

/// <summary>What a user who mistypes sees: the near-miss, on stderr, with exit code 2 and an empty stdout.</summary>
public sealed class MistakeTests
{
    public static TheoryData<string, string[]> Mistakes => new()
    {
        { "Did you mean 'quickstart'?", ["quikstart"] },
        { "Did you mean '--epochs'?", ["train", "--epocs", "3"] },
        { "Did you mean 'fetch'?", ["data", "fetsh", "mnist"] },
        { "Did you mean 'fashion-mnist'?", ["data", "fetch", "fashon-mnist"] },
        { "Did you mean 'glyphs'?", ["train", "--data", "glyps", "--network", "mlp:10"] },
        { "Did you mean 'mlp'?", ["train", "--data", "glyphs", "--network", "mpl:10"] },
        { "Did you mean 'temperature'?", ["train", "--data", "glyphs", "--network", "mlp:10", "--set", "temprature=3"] },
        { "Did you mean 'sgd'?", ["train", "--data", "glyphs", "--network", "mlp:10", "--set", "training.optimizer.kind=sdg"] },
        { "train needs --data", ["train", "--network", "mlp:10"] },
        { "Did you mean '--temperatures'?", ["sweep", "--temperature", "3"] },
        { "Did you mean 'hardWeights'?", ["sweep", "--data", "glyphs", "--network", "mlp:10", "--set", "grid.hardWeight=[0]"] },
        { "Did you mean 'mlp'?", ["sweep", "--data", "glyphs", "--network", "mlp:10", "mpl:20"] },
        { "sweep needs --network", ["sweep", "--data", "glyphs", "--teacher", "a.safetensors"] },
        { "teacher is missing", ["sweep", "--data", "glyphs", "--network", "mlp:10"] },
        { "--temperatures 1;2: expected numbers such as 1,2,4,8", ["sweep", "--data", "glyphs", "--network", "mlp:10", "--temperatures", "1;2"] },
        { "--seeds 0: expected a count from 1", ["sweep", "--data", "glyphs", "--network", "mlp:10", "--seeds", "0"] },
        { "grid.temperatures is [0]", ["sweep", "--data", "glyphs", "--network", "mlp:10", "--teacher", "a.safetensors", "--temperatures", "0"] },
        { "leave out --epochs, --smoke", ["sweep", "--resume", "nowhere", "--epochs", "3", "--smoke"] },
        { "Did you mean 'assign'?", ["specialists", "asign"] },
        { "Did you mean '--classes-each'?", ["specialists", "assign", "--class-each", "3"] },
        { "specialists assign needs --data", ["specialists", "assign", "--specialists", "3", "--partition"] },
        { "specialists assign needs --specialists", ["specialists", "assign", "--data", "glyphs", "--partition"] },
        { "needs --classes-each K, or --partition", ["specialists", "assign", "--data", "glyphs", "--specialists", "3"] },
        { "leave one of them out", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--classes-each", "3"] },
        { "the generalist is missing", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition"] },
        { "specialists.passes is 0", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "a.safetensors", "--passes", "0"] },
        { "specialists.countTemperature is 0; expected 0.001 to 1000000", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "a.safetensors", "--count-temperature", "0"] },
        { "nowhere.json", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "model.safetensors", "--groups", "nowhere.json"] },
        { "countTemperature is -1", ["specialists", "count", "--data", "glyphs", "--teacher", "a.safetensors", "--count-temperature", "-1", "--part", "1/2", "--out", "counts"] },
        { "Did you mean 'fullSoftmax'?", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "a.safetensors", "--set", "specialists.fullSoftmx=true"] },
        { "absent.safetensors", ["specialists", "assign", "--data", "glyphs", "--specialists", "3", "--partition", "--teacher", "absent.safetensors"] },
        { "There is no folder nowhere", ["specialists", "train", "nowhere"] },
        { "There is no folder nowhere", ["specialists", "evaluate", "nowhere"] },
        { "Did you mean 'mnist'?", ["experiment", "mnst"] },
        { "Did you mean 'teacher'?", ["experiment", "mnist", "--part", "techer"] },
        { "Did you mean 'seeds'?", ["experiment", "mnist", "--set", "students.seed=[1]"] },
        { "students.temperature is 0", ["experiment", "mnist", "--set", "students.temperature=0", "--smoke"] },
        { "leave out --smoke and --out", ["experiment", "mnist", "--resume", "nowhere", "--smoke"] },
        { "There is no folder nowhere", ["experiment", "mnist", "--resume", "nowhere"] },
        { "--join needs the run: --resume RUN", ["experiment", "objectives", "--join"] },
        { "--smoke would change nothing beside --join", ["experiment", "objectives", "--join", "--resume", "nowhere", "--smoke"] },
        { "--set would change nothing beside --join", ["experiment", "objectives", "--join", "--resume", "nowhere", "--set", "bits.epochs=2"] },
        { "There is no folder nowhere", ["experiment", "objectives", "--resume", "nowhere", "--join"] },
        { "--join", ["experiment", "mnist", "--resume", "nowhere", "--join"] },
        { "has 16 classes", ["experiment", "mnist", "--smoke", "--part", "teacher", "--set", "data=glyphs"] },
        { "--start with a model", ["train", "--data", "glyphs"] },
        { "Give either --data, or --input and --classes", ["import", "a.safetensors", "--network", "mlp:10", "--mean", "0", "--std", "1", "--out", "b.safetensors"] },
        { "temperature is 0", ["train", "--data", "glyphs", "--network", "mlp:10", "--temperature", "0"] },
        { "There is no folder nowhere", ["report", "nowhere"] },
        { "absent.json cannot be read", ["run", "absent.json"] },
        { "absent.safetensors", ["evaluate", "absent.safetensors", "--data", "glyphs"] },
        { "absent.safetensors", ["export", "absent.safetensors", "--out", "student.onnx"] },
        { "Did you mean 'int8'?", ["export", "absent.safetensors", "--out", "student.onnx", "--weights", "int88"] },
        { "--range 0..256: expected 0..255 or 0..1", ["export", "absent.safetensors", "--out", "student.onnx", "--range", "0..256"] },
        { "Did you mean 'calibrated'?", ["export", "absent.safetensors", "--out", "student.onnx", "--temperature", "calibrate"] },
        { "'--out' is required", ["export", "absent.safetensors"] },
        { "'--out' is required", ["label", "--data", "glyphs", "--teacher", "absent.safetensors"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_answered_with_what_to_do(string expected, string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var result = DistillCommand.Run(folder.Path, arguments);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistyped_key_of_a_recipe_is_named_with_its_place()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("recipe.json"), """{ "name": "x", "data": { "set": "glyphs", "heldOot": 0.2 } }""");
        var result = DistillCommand.Run(folder.Path, "run", "recipe.json");
        Assert.Contains("unknown key 'data.heldOot'. Did you mean 'heldOut'?", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void The_stack_trace_is_there_for_those_who_ask()
    {
        using var folder = new TemporaryFolder();
        var result = DistillCommand.Run(folder.Path, "report", "nowhere", "--verbose");
        Assert.Contains("   at ", result.Error, StringComparison.Ordinal);
    }
}
