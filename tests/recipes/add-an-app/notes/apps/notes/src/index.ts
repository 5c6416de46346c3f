export { createNotes, type NotesDeps } from './create-notes.js';
export { registerNotesCommands } from './register-notes-commands.js';
