using Distill.Data;
using Distill.Evaluation;
using Distill.Runs;
using Distill.Specialists;
using Distill.Tests.Teachers;

namespace Distill.Tests.Specialists;

public sealed class TemperatureSearchTests
{
    private const int Families = 3;
    private const int FamilySize = 4;
    private const int Classes = Families * FamilySize;
    private const int Examples = 240;

    private static readonly AssignmentOptions Options = new() { Specialists = Families };

    private static readonly ExampleView View = Rows(Examples);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_generalist_that_is_sure_is_softened_until_its_families_show(int seed)
    {
        using var teacher = new TableTeacher(Logits(confidence: 30, seed));
        var (temperature, choice, problem) = Search(teacher).On(View);
        Assert.Null(problem);
        Assert.Equal(Examples, choice!.Examples);
        Assert.Equal(TemperatureSearch.Temperatures, choice.Tried.Select(one => one.Temperature));
        Assert.InRange(temperature, 2, 16);
        Assert.True(Agreement(teacher, 1) < 0.5);
        Assert.Equal(1, Agreement(teacher, temperature));
    }

    [Fact]
    public void A_generalist_that_is_unsure_is_counted_as_it_is()
    {
        using var teacher = new TableTeacher(Logits(confidence: 3, seed: 1));
        Assert.Equal(1, Search(teacher).On(View).Temperature);
    }

    [Fact]
    public void One_that_has_logits_is_asked_once_and_another_at_each_temperature_with_the_same_choice()
    {
        var asked = 0;
        using var kept = new TableTeacher(Logits(confidence: 30, seed: 2)) { OnBatch = () => asked++ };
        var once = Search(kept).On(View);
        Assert.Equal(2, asked);

        asked = 0;
        using var other = new TableTeacher(Logits(confidence: 30, seed: 2), hasLogits: false) { OnBatch = () => asked++ };
        var each = Search(other).On(View);
        Assert.Equal(2 * TemperatureSearch.Temperatures.Count, asked);
        Assert.Equal(once.Temperature, each.Temperature);
        Assert.Equal(once.Choice!.Tried.Select(one => one.Agreement), each.Choice!.Tried.Select(one => one.Agreement));
    }

    [Fact]
    public void The_same_seed_chooses_by_the_same_numbers()
    {
        using var teacher = new TableTeacher(Logits(confidence: 30, seed: 3));
        Assert.Equal(Search(teacher).On(View).Choice!.Tried, Search(teacher).On(View).Choice!.Tried);
    }

    [Fact]
    public void Of_very_many_examples_some_are_enough()
    {
        using var teacher = new TableTeacher(Logits(confidence: 30, seed: 1, examples: 1_000));
        Assert.Equal(20 * Classes, Search(teacher).On(Rows(1_000)).Choice!.Examples);
    }

    [Theory]
    [InlineData(0, "no examples are held out")]
    [InlineData(Classes - 1, "only 11 for 12 classes")]
    public void Too_few_held_out_examples_choose_nothing(int count, string expected)
    {
        using var teacher = new TableTeacher(Logits(confidence: 30, seed: 1)) { OnBatch = () => Assert.Fail("it was asked") };
        var (temperature, choice, problem) = Search(teacher).On(View.Subset([.. Enumerable.Range(0, count)], "few"));
        Assert.Equal(1, temperature);
        Assert.Null(choice);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_that_never_vary_leave_nothing_to_choose()
    {
        using var teacher = new TableTeacher(new float[Examples, Classes]);
        var (temperature, choice, problem) = Search(teacher).On(View);
        Assert.Equal(1, temperature);
        Assert.All(choice!.Tried, one => Assert.Null(one.Agreement));
        Assert.Contains("at none of 1, 2, 4, 8, 16", problem, StringComparison.Ordinal);
        Assert.Equal("none at 1, none at 2, none at 4, none at 8, none at 16", choice.Agreements());
    }

    [Fact]
    public void A_temperature_at_which_a_class_never_varies_is_passed_over()
    {
        // Far below the others, the last class has no probability that a number can hold, until it is softened.
        var logits = Logits(confidence: 3, seed: 1);
        for (var example = 0; example < Examples; example++)
        {
            logits[example, Classes - 1] -= 400;
        }

        using var teacher = new TableTeacher(logits);
        var (temperature, choice, _) = Search(teacher).On(View);
        Assert.Null(choice!.Tried[0].Agreement);
        Assert.NotNull(choice.Tried.Single(one => one.Temperature == temperature).Agreement);
    }

    [Fact]
    public void Of_near_ties_the_lowest_is_taken_and_divisions_that_say_nothing_are_not()
    {
        Assert.Equal(4, TemperatureSearch.Best([new(1, 0.1, 1), new(2), new(4, 0.96, 1), new(8, 1, 1)]));
        Assert.Equal(8, TemperatureSearch.Best([new(1, 0.1, 1), new(2), new(4, 0.9, 1), new(8, 1, 1)]));
        Assert.Equal(2, TemperatureSearch.Best([new(1, 1, 0.2), new(2, 0.7, 0.9)]));
        Assert.Equal(1, TemperatureSearch.Best([new(1, -0.02, 1), new(2, 0, 1)]));
        Assert.Null(TemperatureSearch.Best([new(1), new(2)]));
    }

    [Fact]
    public void Options_that_are_out_of_range_are_named_before_anything_is_predicted()
    {
        using var teacher = new TableTeacher(Logits(confidence: 30, seed: 1)) { OnBatch = () => Assert.Fail("it was asked") };
        var mistake = Assert.Throws<DistillException>(() => new TemperatureSearch(teacher, Options with { Specialists = 13 }, null, default).On(View));
        Assert.Contains("specialists is 13; expected 2 to 12", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_be_interrupted()
    {
        using var stop = new CancellationTokenSource();
        using var teacher = new TableTeacher(Logits(confidence: 30, seed: 1)) { OnBatch = stop.Cancel };
        Assert.Throws<OperationCanceledException>(() => new TemperatureSearch(teacher, Options, null, stop.Token).On(View));
    }

    private static TemperatureSearch Search(TableTeacher teacher) => new(teacher, Options, null, TestContext.Current.CancellationToken);

    private static double Agreement(TableTeacher teacher, double temperature) => RandIndex.Adjusted(
        ClassAssignment.Of(CovarianceCounter.Count(teacher, View, temperature), Options).ClusterOf,
        [.. Enumerable.Range(0, Classes).Select(number => number / FamilySize)]);

    private static ExampleView Rows(int count) => new(new ArraySource(
        "table", [.. Enumerable.Range(0, count).Select(row => (float)row)], new int[count], [.. Enumerable.Range(0, Classes).Select(number => $"{number}")]));

    // The true class stands out by its confidence, and how probable the others of its family are changes from example to example.
    private static float[,] Logits(double confidence, int seed, int examples = Examples)
    {
        var random = new SeededRandom(seed);
        var logits = new float[examples, Classes];
        for (var example = 0; example < examples; example++)
        {
            var own = example % Classes;
            for (var number = 0; number < Classes; number++)
            {
                var near = number / FamilySize == own / FamilySize;
                logits[example, number] = (float)((number == own ? confidence : near ? confidence / 3 : 0) + (random.NextDouble() * 4));
            }
        }

        return logits;
    }
}
