using System.Text.Json;
using Distill.Jobs.Teachers;
using Distill.Jobs.Work;
using Distill.Runs;
using Distill.Training;

namespace Distill.Jobs.Tests.Jobs;

public sealed class ModelPathTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_stands_for_the_model_in_it_and_a_file_for_itself()
    {
        Touch("run/model.safetensors");
        Assert.Equal(folder.File("run/model.safetensors"), ModelPath.Of(folder.File("run")));
        Assert.Equal(folder.File("run/model.safetensors"), ModelPath.Of(folder.File("run/model.safetensors")));
        Assert.Equal(folder.File("absent"), ModelPath.Of(folder.File("absent")));
    }

    [Fact]
    public void A_folder_of_several_models_names_them_but_no_checkpoints()
    {
        Touch("run/members/hard-seed-1/model.safetensors");
        Touch("run/checkpoints/step-4.safetensors");
        Touch("run/targets/targets-00000-of-00001.safetensors");
        var message = Mistake(() => ModelPath.Of(folder.File("run")));
        Assert.Contains($"name one of its models: {folder.File("run/members/hard-seed-1/model.safetensors")}", message, StringComparison.Ordinal);
        Assert.DoesNotContain("targets", message, StringComparison.Ordinal);
        Assert.DoesNotContain("checkpoints", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_of_a_comparison_names_first_the_student_that_it_chose()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Of(new TrainingOptions()));
        Touch("run/members/distilled-seed-2/model.safetensors");
        Touch("run/members/distilled-seed-2/model-best.safetensors");
        Touch("run/members/hard-seed-1/model.safetensors");
        // The folder has moved since.
        var results = JsonSerializer.SerializeToElement(new { model = @"C:\runs\a\members\distilled-seed-2\model.safetensors" });
        run.WriteManifest(run.ReadManifest().Done(results));
        var chosen = folder.File("run/members/distilled-seed-2/model.safetensors");
        Assert.Contains($"it holds 3 models: name one, {chosen} for the student that its run chose, or ", Mistake(() => ModelPath.Of(run.Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_and_the_folder_of_its_run_are_the_same_teacher()
    {
        Touch("run/model.safetensors");
        var twice = new TeacherFiles([folder.File("run"), folder.File("run/model.safetensors")], Distill.Teachers.EnsembleMean.Arithmetic, new());
        Assert.Contains("names", Assert.Throws<DistillException>(() => twice.Open(new Data.ExampleView(new Data.ArraySource("x", [0f], [0], ["a", "b"])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_models_is_none()
    {
        Directory.CreateDirectory(folder.File("photos"));
        Assert.Contains("expected a model's file, the folder of a training, or one of specialists", Mistake(() => ModelPath.Of(folder.File("photos"))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_is_found_out_before_a_run_is_made() =>
        Assert.EndsWith("cannot be opened: there is no such file.", Mistake(() => ModelPath.Require([folder.File("absent.safetensors")])), StringComparison.Ordinal);

    private static string Mistake(Action action) => Assert.Throws<DistillException>(action).Message;

    private void Touch(string name, string content = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        File.WriteAllText(folder.File(name), content);
    }
}
