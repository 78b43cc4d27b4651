using Distill.Jobs.Comparisons;
using Distill.Jobs.Recipes;
using Distill.Models;
using Distill.Runs;

namespace Distill.Jobs.Tests.Recipes;

public sealed class RecipeTests
{
    private const string Small = """
        {
          "name": "small",
          "data": { "set": "glyphs" },
          "teacher": { "network": { "kind": "mlp", "widths": [32] } },
          "student": { "network": { "kind": "mlp", "widths": [16] } }
        }
        """;

    [Fact]
    public void Defaults_compare_labels_alone_with_distilled()
    {
        var recipe = Read(Small);
        Assert.Equal(["hard", "distilled"], recipe.Rows.Select(row => row.Id));
        Assert.Equal([1L, 2, 3], recipe.Seeds);
        Assert.False(recipe.Rows[0].Teacher);
    }

    [Fact]
    public void Overrides_reach_every_depth_and_lists()
    {
        var recipe = Read(
            Small, "student.network.widths=[300,300]", "teacher.members=5", "student.training.precision=bf16",
            "distillation.temperatures=[3]", "name=other");
        Assert.Equal([300, 300], ((MlpSpec)recipe.Student.Network).Widths);
        Assert.Equal(5, recipe.Teacher.Members);
        Assert.Equal(Precision.Bf16, recipe.Student.Training.Precision);
        Assert.Equal("other", recipe.Name);
    }

    [Theory]
    [InlineData("student.network.width=[3]", "unknown key 'student.network.width'. Did you mean 'widths'?")]
    [InlineData("student", "expected path=value")]
    [InlineData("name.first=3", "leads through a value")]
    [InlineData("student.network.kind=mpl", "Did you mean 'mlp'?")]
    public void A_wrong_override_says_what_is_wrong(string set, string expected)
    {
        var mistake = Assert.Throws<DistillException>(() => Read(Small, set));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_out_of_range_is_reported_together()
    {
        var mistake = Assert.Throws<DistillException>(() => Read(
            Small, "data.heldOut=0.9", "data.limit=3", "teacher.members=0", "student.training.batchSize=0",
            "distillation.temperatures=[0]", "distillation.hardWeights=[2]", "seeds=[1,1]"));
        foreach (var part in new[] { "heldOut is 0.9", "limit is 3", "members is 0", "batchSize is 0", "temperatures is [0]", "hardWeights is [2]", "seeds" })
        {
            Assert.Contains(part, mistake.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--set teacher.network.widths would change nothing: teacher.files are taken as they are", "teacher.files=[\"a\"]", "teacher.network.widths=[5]")]
    [InlineData("--set teacher.members would change nothing", "teacher.files=[\"a\"]", "teacher.members=2")]
    [InlineData("--set teacher.training.seed would change nothing: the members have the seeds 1, 2 and so on", "teacher.training.seed=3")]
    [InlineData("--set student.training.seed would change nothing: seeds decides; leave it out", "student.training.seed=1")]
    [InlineData("--set distillation.choiceSeeds would change nothing", "distillation.choiceSeeds=[7]", "distillation.temperatures=[4]")]
    [InlineData("--set data.labelled would change nothing: every row sees all examples", "data.labelled=0.2", "distillation.temperatures=[4]", "rows=[{\"id\":\"a\",\"label\":\"A\",\"examples\":\"all\"}]")]
    [InlineData("--set student.training.duration.epochs would change nothing: every row has epochs of its own", "student.training.duration.epochs=9", "distillation.temperatures=[4]", "rows=[{\"id\":\"a\",\"label\":\"A\",\"epochs\":2}]")]
    [InlineData("teacher.options are given and no teacher.files", "teacher.options.size={\"width\":9,\"height\":9}")]
    [InlineData("teacher.files names a 2 times; expected different models", "teacher.files=[\"a\",\"./a\"]")]
    [InlineData("student.training.augmentation: rows with a teacher learn from its answers to the plain images", "student.training.augmentation.flip=true")]
    [InlineData("student.network: widths is [0]", "student.network.widths=[0]")]
    [InlineData("distillation.temperatures or distillation.hardWeights has a number twice", "distillation.temperatures=[4,4]")]
    [InlineData("choiceSeeds is empty or has a seed twice", "distillation.choiceSeeds=[7,7]")]
    [InlineData("student.training.weightDecay: 0,1 is no number; write 0.1", "student.training.weightDecay=0,1")]
    [InlineData("--set seeds is given twice", "seeds=[1]", "seeds=[2]")]
    public void What_would_change_nothing_or_count_twice_is_refused(string expected, params string[] overrides)
    {
        var mistake = Assert.Throws<DistillException>(() => Read(Small, overrides));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_that_a_run_wrote_down_with_all_its_defaults_runs_again()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("again.json"), StrictJson.Write(QuickstartRecipe.Load(full: true)));
        Assert.Equal("quickstart", Recipe.Read(folder.File("again.json"), []).Name);
        File.WriteAllText(folder.File("small.json"), StrictJson.Write(Read(Small, "distillation.temperatures=[4]", "teacher.files=[\"a\"]")));
        var mistake = Assert.Throws<DistillException>(() => Recipe.Read(folder.File("small.json"), []));
        Assert.Contains(": teacher.network would change nothing: teacher.files are taken as they are", mistake.Message, StringComparison.Ordinal);
        Assert.Equal("small", Recipe.Read(folder.File("small.json"), ["teacher.network=null"]).Name);
    }

    [Fact]
    public void A_row_needs_labels_or_a_teacher()
    {
        var mistake = Assert.Throws<DistillException>(() => Read(
            Small, """rows=[{"id":"idle","label":"Idle","labels":false,"teacher":false}]"""));
        Assert.Contains("'idle' uses neither labels nor the teacher", mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("teacher.specialists={\"count\":1,\"passes\":0,\"classesEach\":0,\"topClasses\":0,\"countTemperature\":0,\"temperature\":0,\"training\":{\"batchSize\":0}}", "count is 1", "passes is 0", "classesEach is 0", "topClasses is 0", "countTemperature is 0", "temperature is 0", "teacher.specialists.training.batchSize is 0", "2 models; expected one, the generalist")]
    [InlineData("teacher.specialists={\"clases\":1}", "unknown key 'teacher.specialists.clases'")]
    [InlineData("rows=[{\"id\":\"alone\",\"label\":\"Alone\",\"generalist\":true}]", "teacher has no specialists")]
    [InlineData("rows=[{\"id\":\"alone\",\"label\":\"Alone\",\"generalist\":true,\"teacher\":false}]", "has the generalist's soft targets and no teacher")]
    public void Specialists_need_one_generalist_and_ranges_of_their_own(string set, params string[] expected)
    {
        var mistake = Assert.Throws<DistillException>(() => Read(Small, set));
        Assert.All(expected, part => Assert.Contains(part, mistake.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"teacher\":false,\"temperature\":2}", "has a temperature or a weight on the labels, and no teacher")]
    [InlineData("{\"teacher\":false,\"objective\":\"logitMatching\"}", "has an objective for soft targets, and no teacher")]
    [InlineData("{\"objective\":\"logitMatching\",\"hardWeight\":0.5}", "leave temperature and hardWeight out")]
    [InlineData("{\"teacher\":false,\"objectiveWeights\":[1]}", "has objectiveWeights, and no teacher")]
    [InlineData("{\"objective\":\"decoupled\",\"objectiveWeights\":[1]}", "has 1 numbers; decoupled takes 2, for example [1, 8]")]
    [InlineData("{\"objectiveWeights\":[1]}", "and distillation takes none")]
    [InlineData("{\"objective\":\"jensenShannon\",\"objectiveWeights\":[2]}", "β is 2; expected 0 to 1")]
    [InlineData("{\"objective\":\"normalised\",\"labels\":false}", "has an objective or a caseWeight that reads labels, and no labels")]
    [InlineData("{\"caseWeight\":\"label\",\"labels\":false}", "has an objective or a caseWeight that reads labels, and no labels")]
    [InlineData("{\"teacher\":false,\"caseWeight\":\"certainty\"}", "has a caseWeight, and no teacher to weigh by")]
    [InlineData("{\"caseWeight\":\"certainty\",\"hardWeight\":1}", "which leaves it nothing at 1")]
    [InlineData("{\"objective\":\"standardised\",\"hardWeight\":1}", "hardWeight is 1, which leaves standardised no weight")]
    [InlineData("{\"objective\":\"multiLevel\",\"temperature\":2}", "multiLevel has those of its own")]
    [InlineData("{\"objective\":\"correlation\",\"temperature\":2}", "give it temperature and hardWeight of its own")]
    [InlineData("{\"objective\":\"decopled\"}", "decoupled")]
    [InlineData("{\"temperature\":0}", "has temperature 0; expected a number above 0, at most 1000")]
    [InlineData("{\"hardWeight\":1.5}", "has hardWeight 1.5; expected a number from 0 to 1")]
    [InlineData("{\"labels\":false,\"hardWeight\":0.5}", "has a weight on the labels and no labels")]
    public void What_a_row_decides_itself_has_ranges(string row, string expected)
    {
        var set = $"rows=[{row.Replace("{", "{\"id\":\"own\",\"label\":\"Own\",", StringComparison.Ordinal)}]";
        Assert.Contains(expected, Assert.Throws<DistillException>(() => Read(Small, set)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("teacher.mean=geometric")]
    [InlineData("teacher.members=1")]
    public void Agreement_is_of_several_teachers_whose_answers_are_each_stored(string set)
    {
        const string agreement = """rows=[{"id":"own","label":"Own","caseWeight":"agreement"}]""";
        Read(Small, agreement);
        var mistake = Assert.Throws<DistillException>(() => Read(Small, agreement, set));
        Assert.Contains("'own' has caseWeight agreement, which is of two or more models, each of whose answers are stored", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Temperatures_that_no_row_has_would_change_nothing()
    {
        const string own = """rows=[{"id":"own","label":"Own","temperature":3,"hardWeight":0.5}]""";
        Read(Small, own);
        Assert.Contains(
            "distillation.temperatures would change nothing: no row has the temperature and the weight that rows share",
            Assert.Throws<DistillException>(() => Read(Small, own, "distillation.temperatures=[2,4]")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_quickstart_tells_its_story()
    {
        var recipe = QuickstartRecipe.Load(full: false);
        Assert.Equal(["hard", "distilled", "transfer", "hardFull"], recipe.Rows.Select(row => row.Id));
        Assert.False(recipe.Rows[2].Labels);
        Assert.True(recipe.Seeds.Count >= 3);
        // Nothing is chosen on labels that no row counts.
        Assert.Equal(4, Assert.Single(recipe.Distillation.Temperatures));
        Assert.Equal(0.1, Assert.Single(recipe.Distillation.HardWeights));
        Assert.Equal(["distilledFull"], QuickstartRecipe.Load(full: true).Rows.Skip(4).Select(row => row.Id));

        var image = new ExampleShape(1, 28, 28);
        var ratio = recipe.Teacher.Members * recipe.Teacher.Network!.MultiplyAdds(image, 10) / (double)recipe.Student.Network.MultiplyAdds(image, 10);
        Assert.True(ratio >= 20, $"the student needs at least 20 times fewer multiply-adds; it has {ratio:0.0}");
    }

    [Fact]
    public void A_recipe_survives_being_written_and_read()
    {
        var recipe = QuickstartRecipe.Load(full: true);
        var text = StrictJson.Write(recipe);
        Assert.Equal(text, StrictJson.Write(StrictJson.Read<Recipe>(text, "again")));
    }

    [Fact]
    public void Mutated_recipes_bring_nothing_but_the_documented_error()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("DISTILL_FUZZ") ?? "3000", System.Globalization.CultureInfo.InvariantCulture);
        var original = System.Text.Encoding.UTF8.GetBytes(StrictJson.Write(QuickstartRecipe.Load(full: true)));
        var random = new Random(4);
        for (var round = 0; round < count; round++)
        {
            var bytes = original.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var text = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length));
            try
            {
                StrictJson.Read<Recipe>(text, "mutated").Validate("mutated");
            }
            catch (DistillException)
            {
                // The documented error.
            }
        }
    }

    private static Recipe Read(string text, params string[] overrides)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("recipe.json"), text);
        return Recipe.Read(folder.File("recipe.json"), overrides);
    }
}
