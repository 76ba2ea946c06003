// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.examples.bot.CommandWords.UsageProblem;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Choice;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandDesk;
import dev.bracketwire.examples.tournament.Confirmation;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.Undo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A terminal over a {@link CommandDesk}. It reads commands, shows answers as lines and tables, lets the person choose by
 * number, and confirms plans when the person types {@code yes}. {@code undo last} takes the last change back.
 */
final class Console {
    /** The command was carried out. */
    static final int DONE = 0;
    /** The words are not a command. */
    static final int USAGE = 2;
    /** The command was refused, or its plan was not confirmed. */
    static final int REFUSED = 3;
    /** The command failed. */
    static final int FAILED = 4;

    private final CommandDesk desk;
    private final ConsoleAccounts accounts;
    private final PrintWriter out;
    private final @Nullable BufferedReader in;
    private final boolean echo;
    private final boolean confirmAll;
    private Caller caller;
    private String name = "";
    private String last = "last";
    private @Nullable String lastTournament;

    private Console(
            CommandDesk desk,
            ConsoleAccounts accounts,
            Caller caller,
            PrintWriter out,
            @Nullable BufferedReader in,
            boolean echo,
            boolean confirmAll) {
        this.desk = desk;
        this.accounts = accounts;
        this.caller = caller;
        this.out = out;
        this.in = in;
        this.echo = echo;
        this.confirmAll = confirmAll;
    }

    /** Creates a console that asks the person. With echo it prints its input, for scripted sessions. */
    static Console asking(
            CommandDesk desk,
            ConsoleAccounts accounts,
            Caller caller,
            PrintWriter out,
            BufferedReader in,
            boolean echo) {
        return new Console(desk, accounts, caller, out, in, echo, false);
    }

    /** Creates a console for scripts: it asks nothing, and confirms plans only if {@code confirmAll} is set. */
    static Console ofScript(
            CommandDesk desk, ConsoleAccounts accounts, Caller caller, PrintWriter out, boolean confirmAll) {
        return new Console(desk, accounts, caller, out, null, false, confirmAll);
    }

    /** Runs commands until the input ends, and returns the code of the last one. */
    int run() {
        int code = DONE;
        for (String line = ask(prompt()); line != null && !line.equals("exit"); line = ask(prompt())) {
            if (!line.isEmpty() && !line.startsWith("//")) {
                code = run(line);
            }
        }
        return code;
    }

    private String prompt() {
        return name.isEmpty() ? "> " : name + "> ";
    }

    private @Nullable String ask(String question) {
        if (in == null) {
            return null;
        }
        out.print(question);
        out.flush();
        try {
            String line = in.readLine();
            if (echo || line == null) {
                out.println(line == null ? "" : line);
            }
            return line == null ? null : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs one line and returns its code. */
    int run(String line) {
        try {
            List<String> words = CommandWords.split(line);
            if (words.isEmpty()) {
                throw new UsageProblem("Type a command. Type help to see all.");
            }
            return switch (words.get(0)) {
                case "help", "?" -> {
                    (words.size() > 1 ? CommandWords.help(words.get(1)) : CommandWords.help()).forEach(this::say);
                    yield DONE;
                }
                case "as" -> become(words);
                default -> run(CommandWords.parse(words));
            };
        } catch (UsageProblem problem) {
            say(String.valueOf(problem.getMessage()));
            return USAGE;
        } finally {
            out.flush();
        }
    }

    private int become(List<String> words) {
        if (words.size() != 2) {
            throw new UsageProblem("Usage: as NAME");
        }
        caller = accounts.find(words.get(1));
        name = AnswerLines.printable(words.get(1));
        return DONE;
    }

    private int run(Command command) {
        Command meant = command instanceof Undo undo && undo.answer().equals("last")
                ? new Undo(undo.tournament() == null ? lastTournament : undo.tournament(), last, undo.confirm())
                : command;
        return show(desk.run(meant, caller).get(), meant);
    }

    private int show(Answer answer, Command command) {
        if (answer instanceof Answer.Done done) {
            if (command.reads()) {
                say(done.text());
                AnswerLines.of(done.data()).forEach(this::say);
            } else {
                last = done.id();
                lastTournament = command.tournament();
                say(done.text() + "  (" + last + ")");
            }
            return DONE;
        }
        say(answer.text());
        if (answer instanceof Answer.Refused refused) {
            return refused.choices().isEmpty() ? REFUSED : choose(refused, command);
        }
        return answer instanceof Answer.Planned planned ? confirm(planned, command) : FAILED;
    }

    private int choose(Answer.Refused refused, Command command) {
        refused.choices().forEach(choice -> say("  " + choice.number() + "  " + choice.label()));
        if (in == null) {
            say("Run one of them by: choose " + refused.id() + " NUMBER");
            return REFUSED;
        }
        String typed = ask("Number, or nothing to leave it: ");
        for (Choice choice : refused.choices()) {
            if (String.valueOf(choice.number()).equals(typed)) {
                return show(
                        desk.run(new Choose(refused.id(), choice.number()), caller)
                                .get(),
                        command);
            }
        }
        say("Nothing was changed.");
        return REFUSED;
    }

    private int confirm(Answer.Planned planned, Command command) {
        planned.changes().forEach(change -> say("  " + change));
        if (planned.more() > 0) {
            say("  and " + planned.more() + " more");
        }
        String undo = planned.undoable() ? "It can be undone." : "It cannot be undone.";
        if (!confirmAll && in == null) {
            say(undo + " Nothing is changed yet. Run this program with --yes, or the command with --confirm "
                    + planned.fingerprint());
            return REFUSED;
        }
        if (!confirmAll && !"yes".equalsIgnoreCase(ask(undo + " Type yes to do it: "))) {
            say("Nothing was changed.");
            return REFUSED;
        }
        return run(Confirmation.of(command, planned.fingerprint()));
    }

    private void say(String line) {
        out.println(AnswerLines.printable(line));
    }
}
