using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Runs;

namespace Distill.Jobs.Tests.Comparisons;

/// <summary>A comparison whose members several processes train, each a part of every stage.</summary>
public sealed class ComparisonPartsTests : IDisposable
{
    private const string Text = """
        {
          "name": "small",
          "data": { "set": "glyphs", "limit": 300, "labelled": 0.3 },
          "teacher": { "members": 2, "network": { "kind": "mlp", "widths": [16] }, "training": { "duration": { "epochs": 1 } } },
          "student": { "network": { "kind": "mlp", "widths": [8] }, "training": { "duration": { "epochs": 2 } } },
          "distillation": { "temperatures": [2, 4] },
          "seeds": [1, 2]
        }
        """;

    private const string WithSpecialists = """
        {
          "name": "small",
          "data": { "set": "glyphs", "limit": 400, "labelled": 0.9 },
          "teacher": {
            "members": 1, "network": { "kind": "mlp", "widths": [16] }, "training": { "duration": { "epochs": 2 } },
            "specialists": { "count": 3, "classesEach": 6, "passes": 1 }
          },
          "student": { "network": { "kind": "mlp", "widths": [8] }, "training": { "duration": { "epochs": 1 } } },
          "distillation": { "temperatures": [2], "hardWeights": [0.3] },
          "rows": [{ "id": "generalist", "label": "From the generalist", "generalist": true }, { "id": "specialists", "label": "From the specialists" }],
          "seeds": [1]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Text, "1 of 2 trainings, of which teacher 1 of 2 is the first")]
    [InlineData(WithSpecialists, "1 of 3 specialists")]
    public void Parts_train_the_members_of_one_process_stage_by_stage(string text, string awaited)
    {
        File.WriteAllText(folder.File("recipe.json"), text);
        var recipe = Recipe.Read(folder.File("recipe.json"), []);
        var context = new JobContext { CancellationToken = TestContext.Current.CancellationToken };
        var (whole, _) = ComparisonJob.At(folder.File("whole"), RunKind.Recipe, recipe, resumeIfThere: false);
        ComparisonJob.Run(whole, recipe, context);

        var told = new List<string>();
        for (var done = false; !done;)
        {
            done = true;
            foreach (var part in new[] { new WorkPart(2, 2), new WorkPart(1, 2) })
            {
                var (run, kept) = ComparisonJob.At(folder.File("parts"), RunKind.Recipe, recipe, resumeIfThere: true);
                var others = ComparisonJob.RunPart(run, kept, part, context);
                told.AddRange(others is null ? [] : [others]);
                done &= others is null;
            }
        }

        Assert.Contains(awaited, told);
        var parts = RunDirectory.Open(folder.File("parts"));
        Assert.False(File.Exists(parts.ComparisonPath));
        ComparisonJob.Run(parts, recipe, context);
        Assert.Equal(Models(whole), Models(parts));
        Assert.True(File.Exists(parts.ComparisonPath));
        Assert.DoesNotContain(Directory.GetFiles(parts.Path, "*.claim", SearchOption.AllDirectories), _ => true);
    }

    private static Dictionary<string, string> Models(RunDirectory run) => Directory.GetFiles(run.Path, "*.safetensors", SearchOption.AllDirectories)
        .Where(file => !file.Contains("checkpoints", StringComparison.Ordinal))
        .ToDictionary(file => Path.GetRelativePath(run.Path, file), file => Convert.ToHexString(File.ReadAllBytes(file)));
}
