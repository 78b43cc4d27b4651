using Distill.Data;
using Distill.Jobs.Teachers;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.Jobs.Tests.Jobs;

public sealed class TeacherTrialTests
{
    private const int Count = 400;
    private const double Other = 0.1 / 7;
    private static readonly ExampleShape Shape = new(3, 4, 4);

    // What each class looks like, and so where its centre lies: four brightnesses, and more red or more blue.
    private static readonly byte[][] Colours =
        [.. from light in new byte[] { 30, 90, 150, 210 } from red in new[] { 25, -25 } select new[] { (byte)(light + red), light, (byte)(light - red) }];

    private static readonly string[] Names = [.. Colours.Select(colour => string.Join(' ', colour))];

    private static readonly ExampleView Examples = new(Draw(labelled: true));

    public static TheoryData<string> Choices => [.. Untold(Examples).Readings.Select(reading => reading.Choice)];

    [Theory]
    [MemberData(nameof(Choices))]
    public void A_model_that_wants_its_pixels_otherwise_is_refused_with_what_to_say(string choice)
    {
        var wanted = Untold(Examples).Readings.Single(reading => reading.Choice == choice);
        using var teacher = AdapterTeacher.Open(Examples, new(), Nearest(wanted));
        var said = new List<string>();
        var mistake = Record.Exception(() => TeacherTrial.Of(teacher, Examples, said.Add));
        if (choice == teacher.Readings[0].Choice)
        {
            Assert.Null(mistake);
            Assert.Contains("of 8 ways that were tried, pixels 0 to 1, RGB is taken and none makes fewer errors", said[^1], StringComparison.Ordinal);
            return;
        }

        var error = Assert.IsType<DistillException>(mistake);
        Assert.Contains($"Say which it is: {choice} for the better, Range = Unit, ColorOrder = Rgb to keep what is taken", error.Message, StringComparison.Ordinal);
        Assert.All(wanted.Remedies, remedy => Assert.Contains(remedy, error.Remedies));
    }

    [Fact]
    public void What_is_told_is_taken()
    {
        var wanted = Untold(Examples).Readings.Single(reading => reading.Choice == "Range = Byte, ColorOrder = Bgr");
        var said = new List<string>();
        using var rightly = AdapterTeacher.Open(Examples, new() { Range = PixelRange.Byte, ColorOrder = ColorOrder.Bgr }, Nearest(wanted));
        using var wrongly = AdapterTeacher.Open(Examples, new() { Range = PixelRange.Unit, ColorOrder = ColorOrder.Rgb }, Nearest(wanted));

        TeacherTrial.Of(rightly, Examples, said.Add);
        TeacherTrial.Of(wrongly, Examples, said.Add);

        Assert.Contains("is wrong on 0 of 256 examples of colours; mean −log p(label)", said[1], StringComparison.Ordinal);
        Assert.DoesNotContain("ways that were tried", said[1], StringComparison.Ordinal);
        Assert.Contains("hardly better than guessing", said[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_labels_the_default_is_said()
    {
        var examples = new ExampleView(Draw(labelled: false));
        using var teacher = AdapterTeacher.Open(examples, new(), Nearest(Untold(examples).Readings[0]));
        var said = new List<string>();

        TeacherTrial.Of(teacher, examples, said.Add);

        Assert.Contains("has no labels to try it on: it gets pixels 0 to 1, RGB.", said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_may_be_chance_is_said_and_not_refused()
    {
        var few = Examples.Subset([.. Enumerable.Range(0, 8)], "few");
        using var teacher = AdapterTeacher.Open(few, new(), Nearest(Untold(few).Readings[^1]));
        var said = new List<string>();

        TeacherTrial.Of(teacher, few, said.Add);

        Assert.Contains("which may be chance", said[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_taken_for_logits_are_noticed()
    {
        var rightly = Told(OutputKind.Probabilities, scale: 1, Count);
        var asLogits = Told(OutputKind.Logits, scale: 1, Count);
        var percent = Told(OutputKind.Logits, scale: 100, Count);

        Assert.DoesNotContain("another kind", rightly, StringComparison.Ordinal);
        Assert.DoesNotContain("sum to", rightly, StringComparison.Ordinal);
        Assert.Contains("another kind (--teacher-output-kind)", asLogits, StringComparison.Ordinal);
        Assert.Contains("another kind (--teacher-output-kind)", percent, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_that_are_not_one_are_said()
    {
        Assert.Contains("Its probabilities sum to 0.8 to 0.8 an example and are scaled to sum to one", Told(OutputKind.Probabilities, scale: 0.8, Count), StringComparison.Ordinal);
        Assert.Contains("sum to 100 to 100 an example", Told(OutputKind.Probabilities, scale: 100, Count), StringComparison.Ordinal);
    }

    // A model that is right on nine of ten, sure of it by as much, and whose numbers are those of a softmax times a scale.
    private static string Told(OutputKind kind, double scale, int count)
    {
        var examples = Examples.Subset([.. Enumerable.Range(0, count)], Examples.Name);
        var nearest = Nearest(Untold(examples).Readings[0]);
        using var teacher = AdapterTeacher.Open(
            examples,
            new() { OutputKind = kind, Range = PixelRange.Unit, ColorOrder = ColorOrder.Rgb },
            seen =>
            {
                using var scope = NewDisposeScope();
                var best = nearest(seen).argmax(1);
                var wrong = seen[TensorIndex.Colon, 0, 0, 0].mul(255).round().to(ScalarType.Int64).remainder(10).eq(0).to(ScalarType.Int64);
                var sure = nn.functional.one_hot((best + wrong).remainder(Names.Length), Names.Length);
                return sure.mul(0.9 - Other).add(Other).mul(scale).to(ScalarType.Float32).MoveToOuterDisposeScope();
            });
        var said = new List<string>();
        TeacherTrial.Of(teacher, examples, said.Add);
        return said[^1];
    }

    private static AdapterTeacher Untold(ExampleView view) => AdapterTeacher.Open(view, new() { OutputKind = OutputKind.Logits }, seen => zeros(seen.shape[0], Names.Length));

    // The class whose colour, seen as the model wants it, is nearest to the mean of what it sees.
    private static Func<Tensor, Tensor> Nearest(PixelReading wanted)
    {
        var pixels = Colours.SelectMany(colour => colour.SelectMany(channel => Enumerable.Repeat(channel, 16))).ToArray();
        using var raw = tensor(pixels, Colours.Length, 3, 4, 4);
        using var seen = wanted.View.Apply(raw);
        var centres = seen.mean([2, 3]).DetachFromDisposeScope();
        var spread = (centres.max() - centres.min()).item<float>();
        return images =>
        {
            using var scope = NewDisposeScope();
            var distance = (images.mean([2, 3]).unsqueeze(1) - centres).div(spread).pow(2).sum(-1);
            return distance.mul(-20).MoveToOuterDisposeScope();
        };
    }

    private static ArraySource Draw(bool labelled)
    {
        var random = new Random(1);
        var labels = Enumerable.Range(0, Count).Select(i => i % Names.Length).ToArray();
        var pixels = labels.SelectMany(label => Colours[label].SelectMany(channel => Enumerable.Range(0, 16).Select(_ => (byte)Math.Clamp(channel + random.Next(-9, 10), 0, 255)))).ToArray();
        return new ArraySource("colours", Shape, pixels, labelled ? labels : [.. labels.Select(_ => -1)], Names);
    }
}
