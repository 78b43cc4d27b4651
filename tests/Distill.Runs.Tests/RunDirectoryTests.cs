using System.Text.Json;

namespace Distill.Runs.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_run_is_named_by_time_and_name_and_is_a_run_at_once()
    {
        var run = RunDirectory.Create(folder.File("runs"), "my run/../x", Manifests.Training());

        Assert.Matches(@"^\d{4}-\d\d-\d\d-\d{6}-my-run-..-x$", run.Name);
        Assert.Equal(folder.File("runs"), Path.GetDirectoryName(run.Path));
        Assert.Equal(RunStatus.Running, RunDirectory.Open(run.Path).ReadManifest().Status);
    }

    [Fact]
    public async Task Runs_that_start_in_the_same_second_have_folders_of_their_own()
    {
        var manifest = Manifests.Training();
        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(() => RunDirectory.Create(folder.Path, "train", manifest).Path)));

        Assert.Equal(16, runs.Distinct().Count());
    }

    [Fact]
    public void Of_four_that_make_one_run_at_once_one_has_it()
    {
        var races = int.TryParse(Environment.GetEnvironmentVariable("DISTILL_ROUNDS"), out var rounds) ? rounds : 20;
        for (var race = 0; race < races; race++)
        {
            var path = folder.File($"run-{race}");
            // What a killed process left, which the one that makes the run may remove: two must not both do so.
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "run.json"), "");
            using var start = new Barrier(4);
            var made = new string?[4];
            var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
            {
                var manifest = Manifests.Training() with { Message = $"{number}" };
                start.SignalAndWait();
                try
                {
                    made[number] = RunDirectory.CreateAt(path, manifest).ReadManifest().Message;
                }
                catch (DistillException)
                {
                    // Another made it.
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            var owner = Assert.Single(made, message => message is not null);
            Assert.Equal(owner, made[int.Parse(owner!, System.Globalization.CultureInfo.InvariantCulture)]);
            Assert.Equal(owner, RunDirectory.Open(path).ReadManifest().Message);
            Assert.Equal(["run.json"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void What_failed_before_it_had_made_anything_gives_way_to_the_same_run()
    {
        var path = folder.File("run");
        var run = RunDirectory.CreateAt(path, Manifests.Training());
        Assert.Throws<DistillException>(() => RunDirectory.CreateAt(path, Manifests.Training()));

        run.WriteManifest(run.ReadManifest().Failed("there are no images"));
        Assert.Equal(RunStatus.Running, RunDirectory.CreateAt(path, Manifests.Training()).ReadManifest().Status);

        run.WriteManifest(run.ReadManifest().Interrupted());
        using (run.Claim())
        {
            Assert.Throws<DistillException>(() => RunDirectory.CreateAt(path, Manifests.Training()));
        }

        File.WriteAllText(Path.Combine(path, "metrics.jsonl"), "");
        Assert.Throws<DistillException>(() => RunDirectory.CreateAt(path, Manifests.Training()));
    }

    [Fact]
    public void A_run_keeps_the_folder_in_which_it_was_made() =>
        Assert.Equal(Environment.CurrentDirectory, RunDirectory.CreateAt(folder.File("run"), Manifests.Training()).ReadManifest().Folder);

    [Fact]
    public void A_run_has_one_owner_and_any_number_of_readers()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        using (run.Claim())
        {
            var refused = Assert.Throws<DistillException>(() => RunDirectory.Open(run.Path).Claim());
            Assert.StartsWith($"{run.Path} is being worked on by process {Environment.ProcessId} on ", refused.Message, StringComparison.Ordinal);
            Assert.Equal((FailureReason.InUse, false), (refused.Reason, refused.IsWorkFailure));
            Assert.Equal(RunStatus.Running, RunDirectory.Open(run.Path).ReadManifest().Status);
            using var member = run.CreateMember("hard", 1, Manifests.Training()).Claim();
        }

        using var next = run.Claim();
    }

    [Fact]
    public void What_killed_processes_left_in_a_run_is_removed_and_members_are_left_alone()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        var member = run.CreateMember("hard", 1, Manifests.Training());
        foreach (var place in new[] { run.Path, run.CheckpointsPath, run.StudentsPath, member.Path })
        {
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, "x.1" + AtomicFile.TemporarySuffix), "");
        }

        run.RemoveLeftovers();
        Assert.Equal(
            [Path.Combine(member.Path, "x.1" + AtomicFile.TemporarySuffix)],
            Directory.GetFiles(run.Path, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories));
    }

    [Fact]
    public void The_manifest_comes_back_as_written()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        var written = run.ReadManifest().Done(JsonSerializer.SerializeToElement(new { errors = 12 }));
        run.WriteManifest(written);

        var read = run.ReadManifest();

        Assert.Equal(JsonSerializer.Serialize(written, RunJson.Options), JsonSerializer.Serialize(read, RunJson.Options));
        Assert.Equal(RunStatus.Done, read.Status);
        Assert.Equal(12, read.Results!.Value.GetProperty("errors").GetInt32());
        Assert.Equal(Fingerprint.Of("train"), read.Data["train"]);
        Assert.NotEmpty(read.Machine.Processor);
        Assert.True(read.Machine.MemoryBytes > 1 << 20);
        Assert.Contains("\"status\": \"done\"", File.ReadAllText(run.ManifestPath), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_listed_by_name_and_half_made_ones_left_out()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        Assert.Empty(run.Members());
        run.CreateMember("hard", 2, Manifests.Training());
        run.CreateMember("distilled", 1, Manifests.Training());
        Directory.CreateDirectory(run.MemberPath("torn", 1));

        Assert.Equal(["distilled-seed-1", "hard-seed-2"], run.Members().Select(member => member.Name));
        Assert.Throws<DistillException>(() => run.CreateMember("hard", 2, Manifests.Training()));
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused_by_name()
    {
        var error = Assert.Throws<DistillException>(() => RunDirectory.Open(folder.Path));
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("run.json", error.Message, StringComparison.Ordinal);
        Assert.Throws<DistillException>(() => RunDirectory.Open(folder.File("missing")));
    }

    [Fact]
    public void What_was_left_by_a_process_killed_before_the_run_existed_is_no_obstacle()
    {
        var path = Directory.CreateDirectory(folder.File("run")).FullName;
        File.WriteAllText(Path.Combine(path, "run.json.12" + AtomicFile.TemporarySuffix), "{");
        File.WriteAllText(Path.Combine(path, "run.json"), "");
        File.WriteAllText(Path.Combine(path, "run.lock"), "");
        Assert.False(RunDirectory.IsRun(path));

        var run = RunDirectory.CreateAt(path, Manifests.Training());

        Assert.Equal(RunStatus.Running, run.ReadManifest().Status);
        Assert.Equal(["run.json"], Directory.GetFileSystemEntries(path).Select(Path.GetFileName));
        Assert.Throws<DistillException>(() => RunDirectory.CreateAt(path, Manifests.Training()));
    }

    [Fact]
    public void A_folder_with_other_files_is_not_taken()
    {
        File.WriteAllText(folder.File("thesis.txt"), "");
        Assert.Throws<DistillException>(() => RunDirectory.CreateAt(folder.Path, Manifests.Training()));
        Assert.Equal(["thesis.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"train\"}")]
    [InlineData("{\"kind\":7,\"kind\":7}")]
    public void A_damaged_manifest_is_the_users_mistake(string content)
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        File.WriteAllText(run.ManifestPath, content);
        var error = Assert.Throws<DistillException>(run.ReadManifest);
        Assert.Contains(run.ManifestPath, error.Message, StringComparison.Ordinal);
        Assert.Equal((FailureReason.DamagedFile, false), (error.Reason, error.IsWorkFailure));
    }

    [Fact]
    public void Half_a_surrogate_pair_in_the_configuration_is_found_on_reading()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training());
        var whole = File.ReadAllText(run.ManifestPath);
        File.WriteAllText(run.ManifestPath, whole.Replace("\"epochs\": 3", "\"epochs\": \"\\ud800\"", StringComparison.Ordinal));
        Assert.Contains("Unicode", Assert.Throws<DistillException>(run.ReadManifest).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_a_newer_format_is_refused()
    {
        var run = RunDirectory.CreateAt(folder.File("run"), Manifests.Training() with { Format = 2 });
        Assert.Contains("format 2", Assert.Throws<DistillException>(run.ReadManifest).Message, StringComparison.Ordinal);
    }
}
