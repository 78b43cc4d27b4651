using CsCheck;
using Distill.Cli.Terminal;

namespace Distill.Cli.Tests.Terminal;

/// <summary>What a terminal shows of long work, at the widths that terminals have.</summary>
public sealed class ProgressViewTests
{
    private static readonly int[] Widths = [60, 80, 100, 160];

    [Fact]
    public void One_task_one_larger_work_and_no_line_longer_than_the_terminal()
    {
        var view = new ProgressView(unicode: true);
        Assert.Null(view.Report(Training("Distilled, all images, no labels, student 1 of 2", 0), Seconds(0)));
        Assert.Null(view.Report(Training("Distilled, all images, no labels, student 1 of 2", 1_140_000), Seconds(50)));

        var shown = Widths.Select(width => $"{width} columns\n{string.Join('\n', view.Lines(width, Seconds(50)))}\n");

        Approved.Matches("progress", string.Join('\n', shown));
    }

    [Fact]
    public void A_task_that_is_over_is_a_line_with_its_result_and_its_time()
    {
        var view = new ProgressView(unicode: true);
        view.Report(new WorkProgress("labelling", 0, 100, "examples"), Seconds(0));

        Assert.Equal("✓ labelling, 3 s", view.Report(new WorkProgress("labelling", 100, 100, "examples"), Seconds(3)));
        Assert.Empty(view.Lines(80, Seconds(3)));

        view.Report(new WorkProgress("labelling", 0, 100, "examples"), Seconds(10));
        Assert.Null(view.Report(new WorkProgress("labelling", 100, 100, "examples"), Seconds(11)));

        view.Report(new WorkProgress("training student", 0, 100, "examples", "epoch 1/3, loss 0.5"), Seconds(20));
        Assert.Equal(
            "✓ training student: 91.2 % of held-out right, 1 min 35 s",
            view.Report(new WorkProgress("training student", 100, 100, "examples", "91.2 % of held-out right"), Seconds(115)));
    }

    [Fact]
    public void Rate_and_time_left_are_those_of_what_this_process_has_done()
    {
        var view = new ProgressView(unicode: false);
        view.Report(new WorkProgress("training student", 8000, 10000, "examples"), Seconds(0));
        view.Report(new WorkProgress("training student", 9000, 10000, "examples"), Seconds(10));

        Assert.Equal(["training student", "####################################----  90 %  100 examples/s  10 s left"], view.Lines(80, Seconds(10)));
    }

    [Fact]
    public void The_larger_work_stays_in_sight_until_its_last_piece_is_over()
    {
        var view = new ProgressView(unicode: false);
        view.Report(new WorkProgress("student 1", 0, 10, "examples") { Stage = ("trainings", 1, 2) }, Seconds(0));
        view.Report(new WorkProgress("student 1", 10, 10, "examples") { Stage = ("trainings", 1, 2) }, Seconds(20));
        view.Report(new WorkProgress("evaluating", 5, 10, "examples"), Seconds(20));

        Assert.Equal("####################--------------------  1 of 2 trainings, about 20 s left", view.Lines(80, Seconds(20))[^1]);

        view.Report(new WorkProgress("student 2", 10, 10, "examples") { Stage = ("trainings", 2, 2) }, Seconds(40));
        Assert.Equal(["evaluating", "####################--------------------  50 %"], view.Lines(80, Seconds(20)));
    }

    [Fact]
    public void No_line_is_longer_than_any_terminal_whatever_tasks_are_called()
    {
        var names = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['가', '힣'], Gen.Const('\t')), 1, 90];
        Gen.Select(names, names, Gen.Int[20, 200], Gen.Long[0, 1_000_000], Gen.Double[0, 1e6]).Sample((task, detail, width, done, seconds) =>
        {
            var view = new ProgressView(unicode: true);
            view.Report(new WorkProgress(task, 0, 1_000_001, "examples", detail) { Stage = ("trainings", 3, 12) }, Seconds(0));
            view.Report(new WorkProgress(task, done, 1_000_001, "examples", detail) { Stage = ("trainings", 3, 12) }, Seconds(seconds));

            Assert.All(view.Lines(width, Seconds(seconds)), line => Assert.InRange(CellText.Width(line), 1, width));
        });
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static WorkProgress Training(string task, long done) =>
        new(task, done, 2_000_000, "examples", "epoch 12/30, 91.2 % of held-out right") { Stage = ("trainings", 3, 12) };
}
